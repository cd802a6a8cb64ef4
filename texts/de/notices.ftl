# Was der Shop von sich aus sagt. SQL nennt diese Texte; siehe app.notify().
trial-ended =
    <b>Das VPN ist aus: Ihr kostenloser Test ist beendet</b>

    Er lief bis { UNTIL($ended_at) }. Es wurde nichts abgebucht. Wählen Sie einen Tarif, und derselbe Schlüssel funktioniert sofort wieder.
subscription-ended =
    <b>Das VPN ist aus</b>

    Ihr Abonnement { $plan } lief bis { UNTIL($ended_at) }. Es wurde nichts abgebucht. Verlängern Sie, und derselbe Schlüssel funktioniert sofort wieder.
subscription-ended-cancelled =
    <b>Das VPN ist aus</b>

    Ihr Abonnement { $plan } lief bis { UNTIL($ended_at) }. Es war gekündigt, deshalb wurde und wird nichts abgebucht. Danke, dass Sie bei uns waren; Ihr Schlüssel bleibt aufbewahrt, falls Sie zurückkommen.
subscription-renewed =
    <b>Verlängert bis { UNTIL($ends_at) }</b>

    { $plan }, { period }: { $amount } wurden vom Guthaben abgebucht, { $balance } sind noch darauf. Ihr Schlüssel bleibt derselbe.
# Der alte Preis neben einem höheren.
renewal-price = { $risen ->
    [yes] { $was } → { $amount }
   *[no] { $amount }
}
# Wo die kleinste Aufladung mehr ist als das, was fehlt, oder die größte weniger.
topup-note = { $topup_is ->
    [least] {""} Eine Aufladung beträgt mindestens { $topup }; was davon übrig ist, bleibt auf Ihrem Guthaben.
    [most] {""} Eine Aufladung beträgt höchstens { $topup }, es braucht also mehr als eine.
   *[exact] {""}
}
subscription-renewed-method =
    <b>Verlängert bis { UNTIL($ends_at) }</b>

    { $plan }, { period }: { $amount }. Davon wurden { $charge } von { $method } abgebucht; { $balance } sind noch auf Ihrem Guthaben. Ihr Schlüssel bleibt derselbe.
renewal-announced =
    <b>Ihr Abonnement wird verlängert</b>

    { $next }, { period }: { renewal-price } werden { ON($at) } von Ihrem Guthaben abgebucht. Es reicht dafür: { $balance }. Sie müssen nichts tun; unter „Abonnement“ können Sie die Verlängerung ausschalten.
renewal-announced-method =
    <b>Ihr Abonnement wird verlängert</b>

    { $next }, { period }: { renewal-price } { ON($at) }. Davon werden { $charge } von { $method } abgebucht. Sie müssen nichts tun; unter „Abonnement“ können Sie die Verlängerung ausschalten, unter „Guthaben“ wählen, womit sie bezahlt wird.
renewal-announced-short =
    <b>Für die Verlängerung fehlen { $missing }</b>

    { $next }, { period }: { renewal-price } sollen { ON($at) } von Ihrem Guthaben abgebucht werden. Dort sind { $balance }. Laden Sie rechtzeitig auf, und die Verlängerung erfolgt automatisch.{ topup-note }
renewal-announced-partly =
    <b>Für die Verlängerung fehlen { $missing }</b>

    { $next }, { period }: { renewal-price } { ON($at) }. Davon werden { $charge } von { $method } abgebucht. Auf Ihrem Guthaben sind { $balance }. Laden Sie rechtzeitig auf, und die Verlängerung erfolgt automatisch.{ topup-note }
renewal-price-risen =
    <b>Der Preis ist gestiegen</b>

    { $next }, { period }: <b>{ renewal-price }</b>. Es wurde noch nichts abgebucht: Das geschieht { ON($at) }, wenn Sie nicht ablehnen. { $plan } läuft bis { UNTIL($ends_at) }, und Ihr Zugang bleibt bis zur Abbuchung bestehen.
renewal-ending =
    <b>Ihr Abonnement endet bald</b>

    { $plan } läuft bis <b>{ UNTIL($ends_at) }</b>.
    { why-it-ends } Verlängern Sie rechtzeitig, und nichts davon geht verloren.
renewal-unavailable =
    <b>Ihr Abonnement kann nicht verlängert werden</b>

    Was Sie haben, wird derzeit nicht verkauft. Es wird nichts abgebucht. { $plan } läuft bis { UNTIL($ends_at) }, der Zugang bleibt bis { UNTIL($expires_at) }: Wählen Sie einen anderen Tarif, um zu bleiben. Wird Ihrer vorher wieder verkauft, sagen wir es Ihnen zuerst und verlängern dann.
renewal-not-made =
    <b>Ihr Abonnement wurde nicht verlängert</b>

    Das Geld für { $plan } kam erst nach dem Ende an, und seitdem konnten wir es nicht verlängern. Auf Ihrem Guthaben sind { $balance }: Wählen Sie einen Tarif, um weiterzumachen.
renewal-short =
    <b>Für die Verlängerung fehlen { $missing }</b>

    { $next }, { period }, kostet { $amount }, Ihr Guthaben ist { $balance }. Es wurde nichts abgebucht. { $plan } läuft bis { UNTIL($ends_at) }; laden Sie auf, und es wird sofort verlängert.{ topup-note }
renewal-declined =
    <b>Von { $method } konnte nicht abgebucht werden</b>

    { $next }, { period }, kostet { $amount }, Ihr Guthaben ist { $balance }. Es wurde nichts abgebucht. { $plan } läuft bis { UNTIL($ends_at) }: Laden Sie { $missing } auf, und es wird sofort verlängert, oder bezahlen Sie anders. Wo der Grund vorübergehen kann, versuchen wir es vorher noch einmal.{ topup-note }
renewal-confirm =
    <b>Bitte bestätigen Sie die Zahlung</b>

    Ihre Bank möchte Sie fragen, bevor { $charge } für { $next }, { period }, von { $method } abgebucht werden. Es wurde noch nichts abgebucht. { $plan } läuft bis { UNTIL($ends_at) }; bestätigen Sie, und es wird sofort verlängert.
renewal-grace =
    <b>Verlängern Sie bis { UNTIL($expires_at) }: { $access ->
        [restricted] Nur Telegram und der Shop funktionieren noch
       *[full] Das VPN funktioniert noch
    }</b>

    Es konnte nicht verlängert werden: { $next }, { period }, kostet { $amount }, Ihr Guthaben ist { $balance }. Es wurde nichts abgebucht. { $plan } lief bis { UNTIL($ends_at) }, der Zugang bleibt bis { UNTIL($expires_at) }{ $access ->
        [restricted] , aber nur zu dem, was Sie zum Verlängern brauchen: Telegram und der Shop
       *[full] {""}
    }. { $pay ->
        [confirm] Ihre Bank möchte Sie fragen, bevor { $charge } von { $method } abgebucht werden: Bestätigen Sie, und es geht ohne Unterbrechung weiter.
       *[topup] Es fehlen { $missing }: Laden Sie auf, und es geht ohne Unterbrechung weiter.{ topup-note }
    }
# Was vor und nach dem Ende des Zugangs gesagt wird; siehe billing.notice_rules.
why-it-ends = { $why ->
    [short] Für die Verlängerung fehlen <b>{ $missing }</b>, deshalb wird nichts abgebucht.
    [unavailable] Der Tarif wird derzeit nicht verkauft, deshalb wird nichts abgebucht.
    [cancelled] Es ist gekündigt, deshalb wird nichts abgebucht.
    [gift] Es war ein Geschenk, deshalb wird nichts abgebucht.
   *[off] Die automatische Verlängerung ist ausgeschaltet, deshalb wird nichts abgebucht.
}
access-ends-tomorrow =
    <b>{ $access ->
        [restricted] Der Rest Ihres VPN endet { ON($expires_at) }
       *[full] Ihr VPN endet { ON($expires_at) }
    }</b>

    { why-it-ends }
    Verlängern Sie { $plan } vorher: Ohne VPN öffnet sich Telegram vielleicht nicht.
access-ends-soon =
    <b>{ $access ->
        [restricted] Der Rest Ihres VPN endet in wenigen Stunden, { ON($expires_at) }
       *[full] Ihr VPN endet in wenigen Stunden, { ON($expires_at) }
    }</b>

    { why-it-ends }
    Verlängern Sie { $plan } jetzt: Ohne VPN öffnet sich Telegram vielleicht nicht.
trial-first-hours =
    <b>Funktioniert alles?</b>

    Ihr kostenloser Test läuft bis <b>{ UNTIL($expires_at) }</b>.
    Öffnet sich eine Seite nicht, richten Sie das VPN noch einmal ein: Das dauert eine Minute.
trial-second-day =
    <b>Ihr kostenloser Test läuft bis { UNTIL($expires_at) }</b>

    Danach hält das VPN an. Es wird nichts automatisch abgebucht.
    Wählen Sie einen Tarif, wann immer Sie möchten: Der Schlüssel bleibt derselbe.
trial-ends =
    <b>Ihr kostenloser Test endet { ON($expires_at) }</b>

    Es wird nichts abgebucht.
    Wählen Sie vorher einen Tarif, und das VPN läuft mit demselben Schlüssel weiter; ohne VPN öffnet sich Telegram vielleicht nicht.
trial-ended-offer =
    <b>Ihr kostenloser Test ist beendet</b>

    Er lief bis { UNTIL($ended_at) }. Es wurde nichts abgebucht.
    <b>{ $percent } % Rabatt auf jeden Tarif bis { UNTIL($until) }</b>, nur für Sie: Der Preis ist bereits niedriger.
    Wählen Sie einen Tarif, und derselbe Schlüssel funktioniert sofort wieder.
never-connected =
    <b>Noch nicht verbunden?</b>

    { $plan } läuft bis <b>{ UNTIL($ends_at) }</b>, und bisher hat sich niemand verbunden.
    Wählen Sie Ihr Gerät: Die Schritte dauern zwei Minuten.
win-back-offer = { $offer ->
    [yes] {""}
    <b>{ $percent } % Rabatt auf jeden Tarif bis { UNTIL($until) }</b>, nur für Sie.
   *[no] {""}
}
win-back =
    <b>Ihr VPN ist aus</b>

    { $plan } lief bis { UNTIL($ends_at) }. Ihr Schlüssel ist aufbewahrt: Verlängern Sie, und er funktioniert sofort wieder.{ win-back-offer }
win-back-last =
    <b>Sollen wir Ihren Schlüssel behalten?</b>

    { $plan } lief bis { UNTIL($ends_at) }. Der Schlüssel funktioniert wieder, sobald Sie verlängern.{ win-back-offer }
    Das ist unsere letzte Nachricht dazu.
owner-made =
    <b>Der Shop gehört jetzt Ihnen</b>

    Das Admin-Menü ist die letzte Zeile des Menüs.
owner-link-over =
    <b>Dieser Link gilt nicht mehr</b>

    Er öffnet sich einmal, innerhalb einer Stunde. Einen neuen gibt es dort, wo der Shop läuft.
