# Was vor einem Test oder einem ersten Kauf steht, und das Formular für Firmen.
terms =
    <b>Regeln</b>

    Die Regeln dieses Shops öffnen Sie mit der Schaltfläche unten.
terms-none =
    <b>Regeln</b>

    Dieser Shop hat keine Regeln außer dem, was er über Preise, Zugang und Ihre Daten sagt.
terms-ask = { $before ->
    [yes] <b>Bevor wir beginnen, lesen Sie bitte die Regeln und nehmen Sie sie an.</b> Wir fragen einmal, und dann nur, wenn sie sich ändern.
   *[no] Sie haben diese Regeln noch nicht angenommen.
}
terms-accepted = ✅ Sie haben sie { ON($at) } angenommen.
channels =
    <b>Treten Sie zuerst bei</b>

    Vor einem kostenlosen Test oder einem ersten Kauf treten Sie bitte { $count ->
        [one] diesem Kanal
       *[other] diesen Kanälen
    } bei. Was wir über Server und Störungen sagen, steht dort.

    Tippen Sie dann auf „Ich bin beigetreten“.
blocked =
    <b>Dieser Shop verkauft diesem Konto nichts</b>

    Was Sie bezahlt haben, läuft bis zu seinem Ende, und Geld auf Ihrem Guthaben bleibt Ihres.{ $known ->
        [yes] {""} Fragen dazu: { $contact }
       *[no] {""}
    }
account-blocked =
    <b>Dieser Shop verkauft diesem Konto nichts mehr</b>

    Was Sie bezahlt haben, läuft bis zu seinem Ende und wird nicht verlängert: Es wird nichts mehr abgebucht. Geld auf Ihrem Guthaben bleibt Ihres.
account-unblocked =
    <b>Sie können den Shop wieder nutzen</b>

    Die automatische Verlängerung bleibt aus, bis Sie sie unter „Abonnement“ einschalten.
company-intro =
    <b>VPN für Ihre Firma</b>

    Vier kurze Fragen; dann antwortet hier ein Mensch mit einem Angebot.
company-ask = <b>{ $question ->
    [company] Wie heißt Ihre Firma?
    [people] Für wie viele Personen?
    [contact] Wie erreichen wir Sie?
   *[comment] Was sollten wir sonst noch wissen?
}</b>{ $question ->
    [people] {""} Eine Zahl genügt.
    [contact] {""} Eine E-Mail-Adresse, eine Telefonnummer oder ein Name in Telegram.
    [comment] {""} Geräte, Länder, seit wann: alles, was wichtig ist. Sie können das überspringen.
   *[company] {""}
}
company-invalid = ⚠️ { $question ->
    [company] Ein Name hat 2 bis 100 Zeichen.
    [people] Bitte senden Sie eine Zahl, zum Beispiel 25.
    [contact] Bitte senden Sie eine E-Mail-Adresse, eine Telefonnummer oder einen Namen wie @name.
   *[comment] Ein Kommentar hat höchstens 1000 Zeichen.
}
company-filled-in =
    <b>VPN für Ihre Firma</b>

    Firma: <b>{ $company }</b>
    Personen: <b>{ $people }</b>
    Kontakt: <b>{ $contact }</b>
    Kommentar: { $comment }

    Absenden? Die Antwort kommt in diesem Chat.
company-closed = <b>VPN für Ihre Firma</b> { $why ->
    [too_many] Wir haben Ihre Anfragen von heute und antworten hier. Gibt es noch etwas, schreiben Sie dem Support.
   *[switched_off] Zurzeit nehmen wir keine Anfragen an. Haben Sie eine Frage, schreiben Sie dem Support.
}
