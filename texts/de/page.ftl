# Die Seite des Abonnements und was Apps davon zeigen. Reiner Text: Die Vorlagen der Seite maskieren ihn.

page-brand = { -brand }
page-trial = Kostenloser Test
page-plan = { $plan }
page-status = { $status ->
    [active] Aktiv
    [activating] Wird eingeschaltet
    [grace] Beendet, funktioniert noch
    [restricted] Beendet, nur Telegram und der Shop funktionieren
    [expired] Beendet
   *[none] Kein Abonnement
}
page-until = { $status ->
    [grace] Verlängern bis { UNTIL($expires) }
    [expired] Beendet am { $ends }
    [none] Beendet am { $ends }
   *[other] Bis { UNTIL($ends) }
}
page-then = Danach { $plan } bis { $ends }
page-days-left = { $count ->
    [one] noch { $count } Tag
   *[other] noch { $count } Tage
}
page-renews = Wird automatisch verlängert
page-traffic-left = { $left } von { $limit } GB übrig
page-traffic-limit = { $limit } GB Datenvolumen
page-traffic-used = { $used } GB verbraucht
page-traffic = Datenvolumen
page-waiting = Ihr Zugang wird eingeschaltet, meist innerhalb einer Minute. Laden Sie diese Seite dann neu.
page-over = Das VPN funktioniert jetzt nicht. Verlängern Sie, und diese Adresse und Ihre App funktionieren wieder; nichts muss neu eingerichtet werden.
page-renew = In Telegram verlängern
page-connect = Verbinden
page-platform = { $platform ->
    [ios] iPhone und iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] TV
}
page-step-install = App installieren
page-step-add = Abonnement hinzufügen
page-step-turn-on = Einschalten
page-turn-on = Tippen Sie in der App auf die große Schaltfläche und erlauben Sie ihr, ein VPN einzurichten.
page-install = { $app } installieren
page-add = Zu { $app } hinzufügen
page-by-qr = Öffnen Sie die App auf dem anderen Gerät und scannen Sie den QR-Code unten, oder geben Sie die Adresse ein.
page-other-apps = Andere Apps
page-by-hand = Von Hand oder auf einem anderen Gerät
page-address = Ihre Adresse
page-address-secret = Wer diese Adresse hat, benutzt Ihr VPN. Ist sie in fremde Hände geraten, holen Sie im Bot eine neue.
page-copy = Kopieren
page-copied = Kopiert
page-qr = QR-Code
page-qr-alt = QR-Code mit der Adresse Ihres Abonnements
page-blocked = Wenn sich Telegram nicht öffnet
page-blocked-vpn = Schalten Sie das VPN in Ihrer App ein und öffnen Sie dann den Bot.
page-blocked-app = Bot in der Telegram-App öffnen
page-blocked-write = Uns ohne Telegram schreiben
page-blocked-keep = Merken Sie sich diese Seite: Sie funktioniert ohne Telegram und zeigt, was zu tun ist.
page-support = Support
page-open-title = { $app } öffnen
page-open-hint = Tippen Sie auf die Schaltfläche. { $app } öffnet sich und fügt Ihr Abonnement hinzu.
page-open = { $app } öffnen
page-not-opened = Nicht geöffnet?
page-not-opened-install = { $app } ist wahrscheinlich noch nicht installiert. Installieren Sie die App, kommen Sie zurück und tippen Sie noch einmal auf die Schaltfläche.
page-not-opened-copy = Oder kopieren Sie die Adresse und fügen Sie sie in der App von Hand hinzu.
page-not-opened-browser = Im Browser von Telegram öffnet sich eine App vielleicht nicht: Wählen Sie im Menü „Im Browser öffnen“.
page-back = Alle Apps und Hilfe
page-gone-title = Diese Adresse funktioniert nicht
page-gone = Hat sie früher funktioniert, wurde sie durch eine neue ersetzt: Öffnen Sie den Bot in Telegram, um sie zu sehen.
page-later-title = Diese Seite ist gerade nicht erreichbar
page-later = Das geht von selbst vorbei: Öffnen Sie die Seite in ein paar Minuten noch einmal. Was in Ihrer App eingerichtet ist, bleibt, wie es ist. Bleibt die Seite weg, schreiben Sie dem Support im Bot in Telegram.
page-device-full = Gerätelimit erreicht: im Bot eines entfernen
page-device-nameless = Diese App nennt ihr Gerät nicht: bitte eine andere nehmen
page-announce-ended = Ihr Abonnement ist beendet. Verlängern: { $where }
page-announce-activating = Ihr Zugang wird eingeschaltet. Aktualisieren Sie das Abonnement in einer Minute.
page-announce-grace = Ihr Abonnement ist beendet; der Zugang bleibt bis { UNTIL($expires) }. Verlängern: { $where }
page-announce-ends = Ihr Abonnement endet { ON($ends) } und wird nicht automatisch verlängert. Verlängern: { $where }
