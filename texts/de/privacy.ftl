# Was der Shop über jemanden weiß und wie er es vergisst.
privacy =
    <b>Meine Daten</b>

    Wir kennen Ihre Telegram-ID und Ihren Namen, was Sie gekauft und bezahlt haben, was wir Ihnen gesendet und was Sie dem Support geschrieben haben. Was Sie im Internet tun, sehen wir nicht.

    Sie können alles als Datei bekommen oder mit Ihrem Konto löschen lassen.
data-file = Was wir über Sie gespeichert haben. Ihre Schlüssel sind nicht dabei: Sie stehen unter „Verbinden“.
delete =
    <b>Konto löschen?</b>

    Das lässt sich nicht rückgängig machen:
    { $runs ->
        [yes] • Ihr Zugang endet sofort, auf allen Geräten, und was davon übrig ist, wird nicht erstattet
       *[no] • es gibt kein Abonnement, das enden würde
    }
    { $has_money ->
        [yes] • <b>{ $balance }</b>{ $more } auf Ihrem Guthaben verfallen
       *[no] • auf Ihrem Guthaben ist kein Geld
    }
    • gespeicherte Zahlungsmittel werden vergessen, und es wird nichts mehr abgebucht
    • Ihr Name, Ihre Telegram-ID und was Sie dem Support geschrieben haben, werden gelöscht; es bleiben Zahlungen einer Nummer, die zu niemandem führt

    Kommen Sie zurück, sind Sie ein neuer Kunde, ohne kostenlosen Test, falls Sie ein Abonnement hatten.
delete-money-back = Möchten Sie das Geld dorthin zurück, von wo Sie bezahlt haben, fragen Sie vorher den Support: Ist das Konto gelöscht, weiß niemand mehr, wem es gehörte.
delete-gifts = { $count ->
    [one] Ein Geschenk von Ihnen für <b>{ $amount }</b> ist noch nicht angenommen. Wer den Link hat, kann es weiter annehmen; tut es niemand, verfällt das Geld. Möchten Sie es behalten, nehmen Sie das Geschenk vorher zurück.
   *[other] { $count } Geschenke von Ihnen für <b>{ $amount }</b> sind noch nicht angenommen. Wer einen Link hat, kann es weiter annehmen; was niemand annimmt, dessen Geld verfällt. Möchten Sie es behalten, nehmen Sie die Geschenke vorher zurück.
}
delete-waits =
    <b>Ihr Konto kann noch nicht gelöscht werden</b>

    Wir bereiten Ihre Erstattung von { $amount } vor. Wir schreiben Ihnen, sobald das Geld gesendet ist; dann können Sie Ihr Konto löschen.
delete-last-owner =
    <b>Ihr Konto kann noch nicht gelöscht werden</b>

    Der Shop gehört nur Ihnen: Ohne Sie könnte ihn niemand verwalten. Machen Sie vorher jemand anderen zum Inhaber, unter /admin.
delete-role = { $role ->
    [owner] Sie sind danach nicht mehr Inhaber dieses Shops.
   *[other] Sie sind danach kein Admin dieses Shops mehr.
}
deleted =
    <b>Ihr Konto ist gelöscht</b>

    Ihr Zugang ist beendet, und es wird nichts mehr abgebucht. Was in gespeicherten Nachrichten noch übrig ist, wird innerhalb weniger Tage gelöscht.

    Danke, dass Sie bei uns waren. /start eröffnet ein neues Konto.
