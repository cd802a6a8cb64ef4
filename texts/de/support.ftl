# Support: der Bildschirm, Antworten auf häufige Fragen und Tickets. SQL nennt, was gesendet wird; siehe support.prepare_post().
support =
    <b>Support</b>

    Vielleicht ist Ihre Frage unten beantwortet. Wenn nicht, sagen Sie, worum es geht, und schreiben Sie uns: Hier antwortet ein Mensch.
menu-hint-support = Ich verstehe nur Schaltflächen. Wenn etwas nicht funktioniert, tippen Sie auf „Support“ und schreiben Sie dort.
incident = ⚠️ <b>{ $text }</b>
support-topic = { $topic ->
    [access] es funktioniert nicht
    [payment] Zahlung
    [company] Angebot für eine Firma
   *[other] anderes
}
support-ask =
    <b>Support: { support-topic }</b>

    Schreiben Sie, was passiert ist, in einer oder mehreren Nachrichten. { $topic ->
        [access] Um welches Gerät und welche App geht es, und seit wann funktioniert es nicht? Ein Bildschirmfoto hilft.
        [payment] Wie viel haben Sie bezahlt, wie und wann? Ein Bildschirmfoto des Belegs hilft. Ihr Geld ist sicher: Eine Zahlung, die uns erreicht hat, ist auf Ihrem Guthaben oder in Ihrem Abonnement.
       *[other] Auch Fotos, Dateien und Sprachnachrichten kommen an.
    }
support-more =
    <b>Support: Ticket { $ticket }</b>

    Schreiben Sie, was Sie noch sagen möchten, in einer oder mehreren Nachrichten. Auch Fotos, Dateien und Sprachnachrichten kommen an.
support-written =
    ✅ <b>An den Support gesendet</b>

    Ticket { $ticket }. Die Antwort kommt in diesem Chat. Gibt es noch etwas, schreiben Sie es einfach.
support-written-unread =
    📝 <b>Ihre Nachricht ist aufbewahrt</b>

    Ticket { $ticket }. Zurzeit liest hier niemand aus dem Shop, und das ist unser Fehler: Die Betreiber wissen davon. Die Antwort kommt in diesem Chat.
support-too-many = Das war viel innerhalb einer Stunde, und diese Nachricht wurde nicht weitergegeben. Wir haben Ihr Ticket und antworten hier.
support-ticket =
    <b>Support: Ticket { $ticket }</b>, { $open ->
        [yes] offen
       *[no] geschlossen
    }
support-line = <b>{ $sender ->
    [support] Support
    [customer] Nutzer
   *[user] Sie
}</b> · { $sent }{ support-kind }
support-kind = { $kind ->
    [text] {""}
    [photo] {""} · Foto
    [voice] {""} · Sprachnachricht
    [sticker] {""} · Sticker
    [document] {""} · Datei
    [audio] {""} · Audio
   *[video] {""} · Video
}

# An den Nutzer
support-answer = 💬 <b>Support</b>, Ticket { $ticket }{ support-kind }
support-closed =
    <b>Ticket { $ticket } ist geschlossen</b>

    Ist es nicht gelöst, antworten Sie innerhalb von { $hours ->
        [one] { $hours } Stunde
       *[other] { $hours } Stunden
    }: Das Ticket öffnet sich wieder, mit allem, was geschrieben wurde.

# An den Support
support-card =
    🎫 <b>Ticket { $ticket }: { support-topic }</b>

    Nutzer { $user } { $name }
    { $status ->
        [none] Kein Abonnement
       *[other] { $plan }, { $status }, bis { UNTIL($ends) }
    }
    { $paid ->
        [yes] Letzte Zahlung: { $amount } über { $provider }, { $paid_at }
       *[no] Noch keine Zahlung
    }
    { $seen ->
        [yes] Zuletzt verbunden: { $seen_at }
       *[no] Keine Verbindung bekannt
    }

    Antworten Sie auf eine Nachricht dieses Tickets.
support-message = 🎫 <b>{ $ticket }</b> · Nutzer { $user }{ support-kind }
support-answered = 🎫 <b>{ $ticket }</b> · beantwortet{ support-kind }
support-is-closed = 🎫 <b>{ $ticket }</b> · geschlossen von { $by ->
    [user] dem Nutzer
    [support] dem Support
   *[nobody] niemandem: Es ist wieder offen
}
support-file-missing = <i>Die Datei konnte nicht weitergegeben werden.</i>
support-failed =
    ⚠️ <b>Diese Antwort kam nicht an</b> (Ticket { $ticket })

    { $error }
support-user-gone = Dieser Nutzer hat sein Konto gelöscht, niemand kann mehr eine Antwort bekommen.
support-history = 🎫 <b>{ $ticket }</b> · was geschrieben wurde

# Antworten auf häufige Fragen
faq-pay =
    <b>Wie bezahle ich?</b>

    Wählen Sie unter „Abonnement“ einen Tarif und eine Laufzeit. Sie zahlen von Ihrem Guthaben; reicht es nicht, bietet die Bestellung an, es aufzuladen, und wird automatisch bezahlt, wenn das Geld ankommt. Die Zahlungswege sehen Sie dort.

    Eine Zahlung, die uns erreicht hat, geht nie verloren: Sie ist auf Ihrem Guthaben, auch wenn sie spät kam.
faq-connect =
    <b>Wie verbinde ich mich?</b>

    Tippen Sie auf „Verbinden“, wählen Sie Ihr Gerät und folgen Sie den Schritten: App installieren, Abonnement hinzufügen, einschalten. Nach einer Verlängerung bleibt der Schlüssel derselbe.
faq-slow =
    <b>Es ist langsam oder verbindet sich nicht</b>

    1. Schalten Sie die Verbindung in der App aus und wieder ein.
    2. Aktualisieren Sie das Abonnement in der App: Server können sich geändert haben.
    3. Wählen Sie dort einen anderen Server, wenn mehrere aufgelistet sind.
    4. Probieren Sie ein anderes Netz: mobile Daten statt WLAN.

    Hilft das nicht, schreiben Sie uns: welches Gerät, welche App und welches Netz es ist.
faq-devices =
    <b>Wie viele Geräte?</b>

    So viele, wie Ihr Tarif sagt, siehe „Abonnement“. Verbinden Sie jedes auf dieselbe Weise. Hat jemand anderes Ihre Adresse, nehmen Sie unter „Verbinden“ eine neue: Die alte funktioniert dann nicht mehr.
faq-refund =
    <b>Kann ich mein Geld zurückbekommen?</b>

    Schreiben Sie uns und sagen Sie, warum: Wir sehen uns jeden Fall an. Was wir nicht liefern konnten, kommt automatisch auf Ihr Guthaben zurück, und der Verlauf zeigt jede Abbuchung und Erstattung.
