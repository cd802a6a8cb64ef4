# Withdrawals: the screens of who asks, and what support reads.
withdraw =
    <b>Auszahlen</b>

    Sie haben { $available } mit Einladungen verdient. Das Geld kann ausgezahlt oder hier ausgegeben werden.

    Wählen Sie einen Betrag oder schreiben Sie einen anderen, ab { $min }. Jede Anfrage sieht sich ein Mensch an; das Geld kommt innerhalb von { $days ->
        [one] { $days } Werktag
       *[other] { $days } Werktagen
    }.
withdraw-wrong-amount = ⚠️ Das geht nicht: von { $min } bis { $available }.
withdraw-refused =
    <b>Auszahlen</b>

    { $why ->
        [blocked] Hier wird nichts ausgezahlt. Schreiben Sie dem Support.
        [open] Nur eine Auszahlung auf einmal.
        [switched_off] Auszahlungen sind ausgesetzt. Was Sie verdient haben, bleibt Ihres.
        [owes] Eine Bank hat eine Ihrer Zahlungen zurückgeholt, und das ist noch nicht gedeckt. Bis dahin ist keine Auszahlung möglich.
        [not_in_currency] In Ihrer Währung wird nichts ausgezahlt. Das Verdiente können Sie hier ausgeben.
        [no_way] Zurzeit gibt es keinen Weg für Auszahlungen. Was Sie verdient haben, bleibt Ihres; fragen Sie den Support, wann es möglich ist.
       *[too_little] Sie haben { $available } mit Einladungen verdient. Ab { $min } kann es ausgezahlt werden; ausgeben können Sie es hier jederzeit.
    }
withdraw-open =
    <b>Auszahlung: { $amount }</b>
    { withdraw-way } { $masked }

    { withdrawal-status }
    Erledigt bis { UNTIL($due) }.
withdraw-earlier = <b>Früher</b>
withdraw-line = { $date } · { $amount } · { withdrawal-status }
withdraw-way = { $way ->
    [card] Bankkarte
    [sbp] SBP (per Telefonnummer)
    [usdt_trc20] USDT (TRC20)
    [usdt_ton] USDT (TON)
   *[crypto_pay] Crypto Bot in Telegram
}
withdrawal-status = { $status ->
    [requested] wartet auf Freigabe
    [approved] freigegeben
    [sending] wird gesendet
    [paid] ausgezahlt
    [failed] nicht gelungen
    [rejected] abgelehnt
   *[cancelled] zurückgenommen
}
withdraw-by =
    <b>Auszahlen</b>

    Wie möchten Sie { $amount } erhalten?
withdraw-to =
    <b>{ withdraw-way }</b>

    { $way ->
        [card] Schreiben Sie die Kartennummer, 16 bis 19 Ziffern.
        [sbp] Schreiben Sie Telefonnummer und Bank: +7 900 123-45-67 Sberbank
        [usdt_trc20] Schreiben Sie die TRC20-Adresse: Sie beginnt mit T und hat 34 Zeichen.
       *[usdt_ton] Schreiben Sie die TON-Adresse: Sie hat 48 Zeichen.
    }

    Ihre Nachricht wird aus dem Chat entfernt, der Inhalt verschlüsselt gespeichert: Nur wer das Geld sendet, sieht ihn, und nach der Auszahlung wird er gelöscht.
withdraw-wrong = { $way ->
    [card] ⚠️ Das ist keine Kartennummer: Eine Ziffer ist falsch oder fehlt. Nichts wurde gespeichert.
    [sbp] ⚠️ Nötig sind eine russische Mobilnummer und eine Bank. Nichts wurde gespeichert.
    [usdt_trc20] ⚠️ Das ist keine TRC20-Adresse: Ein Zeichen ist falsch oder fehlt. Nichts wurde gespeichert.
   *[usdt_ton] ⚠️ Das ist keine TON-Adresse: Ein Zeichen ist falsch oder fehlt. Nichts wurde gespeichert.
}
withdraw-confirm =
    <b>{ $amount } auszahlen?</b>
    { withdraw-way } { $masked }

    Das Geld verlässt jetzt Ihr Verdientes und kommt innerhalb von { $days ->
        [one] { $days } Werktag
       *[other] { $days } Werktagen
    }. Bis zur Freigabe können Sie es zurücknehmen.{ $way ->
        [crypto_pay] {" "}Crypto Bot zahlt den Wert in diesem Moment. Starten Sie zuerst @CryptoBot: Unbekannten zahlt er nichts.
       *[other] {""}
    }
withdrawal-why = { $why ->
    [requisites] Die Angaben stimmen nicht. Prüfen Sie sie und fragen Sie erneut an.
    [rules] Das entspricht nicht den Regeln. Der Support erklärt es.
    [other] Es war nicht möglich. Der Support erklärt es.
    [crypto_bot] Crypto Bot kennt Sie noch nicht: Starten Sie @CryptoBot und fragen Sie erneut an.
    [provider] Der Zahlungsdienst hat abgelehnt. Versuchen Sie einen anderen Weg.
    [taken_back] Eine Zahlung, für die Sie belohnt wurden, ging zurück, und mit ihr die Belohnung.
    [none] {""}
   *[said] { $reason }
}

# Notices
withdrawal-paid =
    ✅ <b>Ausgezahlt: { $amount }</b>

    { withdraw-way } { $masked } { $sent }
withdrawal-returned =
    ↩️ <b>{ $amount } wurden nicht ausgezahlt</b>

    { withdrawal-why }
    Das Geld ist wieder Ihres: Sie können es hier ausgeben oder erneut auszahlen lassen.

# To support
withdrawal-card =
    💸 <b>Auszahlung { $withdrawal }: { $amount }</b>
    Nutzer { $user } { $name }
    { withdraw-way } { $masked }
    { $known ->
        [yes] Dorthin ging es schon.
        [other] ⚠️ Frühere gingen woandershin.
       *[no] Die erste.
    }

    Verdient: { $earned }, Belohnungen: { $rewards }
    Früher ausgezahlt: { $paid }
    Zu erledigen bis { UNTIL($due) }
withdrawal-news = 💸 <b>{ $withdrawal }</b> · { $amount } · { $news ->
    [second] eine zweite Freigabe ist nötig
    [approved] { $by ->
        [hand] freigegeben: Angaben ansehen, Geld senden, dann als ausgezahlt melden
       *[provider] freigegeben: der Anbieter zahlt
    }
    [cancelled] vom Nutzer zurückgenommen
    [paid] ausgezahlt
    [failed] nicht ausgezahlt, zurückgegeben
   *[rejected] abgelehnt, zurückgegeben
} { withdrawal-why }
withdrawal-requisites =
    🔒 <b>Auszahlung { $withdrawal }: { $amount }</b>
    { withdraw-way }. Verschwindet in drei Minuten.
withdrawal-acted = { $outcome ->
    [not_allowed] Das dürfen nur Admins.
    [own] Niemand gibt die eigene Auszahlung frei.
    [blocked] Der Nutzer ist gesperrt.
    [owes] Der Nutzer schuldet dem Shop etwas: ein Streitfall ist nicht gedeckt.
    [shown] In Ihren Chat mit dem Bot geschickt.
    [no_requisites] Es braucht keine Angaben: ein Anbieter zahlt.
    [by_provider] Der Anbieter meldet das Ergebnis; sonst: ops.settle_withdrawal.
    [unknown] Diese Auszahlung gibt es nicht.
   *[other] Zu spät: { $outcome }.
}
admin-requisites-not-shown =
    🔒 <b>Auszahlung { $withdrawal }: niemand konnte die Angaben zeigen</b>

    { $error }. Prüfen Sie REQUISITES_KEYS des Listeners.
admin-withdrawal-contradicted =
    ⚠️ <b>Auszahlung { $withdrawal }: der Anbieter sagt etwas anderes</b>

    { $says ->
        [paid] Sie war als gescheitert abgeschlossen, und der Anbieter hat { $amount } doch gezahlt ({ $proof }). Sie ist als gezahlt gebucht; der Nutzer schuldet davon noch { $owed }.
       *[failed] Sie war als gezahlt abgeschlossen, und der Anbieter sagt, dass er { $amount } nicht gezahlt hat. Gebucht wurde nichts. Hat der Nutzer nichts bekommen: ops.withdrawal_returned.
    }
