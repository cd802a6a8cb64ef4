# Was Nutzer und Admins erfahren, wenn jemand anderes Geld oder Zeit bewegt hat. SQL nennt diese Texte; siehe
# billing.notify_operation(). Jeder sagt, was aus dem Geld wurde.
refunded =
    <b>{ $amount } erstattet</b>

    Das Geld für { $plan } ist wieder auf Ihrem Guthaben: <b>{ $balance }</b>.
    { refunded-time }

    Grund: { $reason }
refunded-to-source =
    <b>{ $amount } werden erstattet</b>

    Das Geld für { $plan } geht dorthin zurück, von wo Sie bezahlt haben. Das dauert höchstens ein paar Tage; wir schreiben Ihnen, sobald es gesendet ist.
    { refunded-time }

    Grund: { $reason }
refunded-time = { $runs ->
    [yes] Ihr Abonnement läuft jetzt bis <b>{ UNTIL($ends_at) }</b>{ $renews ->
        [yes] {" "}und wird weiterhin verlängert: Wir sagen es Ihnen, bevor etwas abgebucht wird.
       *[no] {" "}und wird nicht verlängert.
    }
   *[no] Ihr Abonnement ist beendet und damit auch Ihr Zugang. Es wird nichts mehr abgebucht.
}
refunded-undelivered =
    <b>Wir konnten Ihren Zugang nicht einschalten</b>

    Das tut uns leid. { $amount } sind wieder auf Ihrem Guthaben: <b>{ $balance }</b>.
    { $runs ->
        [yes] Was Sie vorher hatten, läuft weiter bis <b>{ UNTIL($ends_at) }</b>.
       *[no] Sonst wurde nichts abgebucht, und es wird auch nichts automatisch abgebucht.
    }

    Wir wissen davon und kümmern uns darum. Sie können es jederzeit noch einmal versuchen.
gift-undelivered =
    <b>Wir konnten Ihren Zugang nicht einschalten</b>

    Das tut uns leid. Er hat Sie nichts gekostet, es gibt also nichts zurückzugeben. Wir wissen davon und kümmern uns darum; Ihr Schlüssel erscheint unter „Verbinden“, sobald er funktioniert.
# Bei einem Geschenk bekommt das Geld zurück, wer bezahlt hat; wer es hat, erfährt, was das für ihn bedeutet.
refunded-gift =
    <b>{ $amount } erstattet</b>

    Das Geld für { $plan }, das Sie für jemand anderen bezahlt hatten, ist wieder auf Ihrem Guthaben: <b>{ $balance }</b>. Die damit bezahlte Zeit ist zurückgenommen.

    Grund: { $reason }
refunded-to-source-gift =
    <b>{ $amount } werden erstattet</b>

    Das Geld für { $plan }, das Sie für jemand anderen bezahlt hatten, geht dorthin zurück, von wo Sie bezahlt haben. Das dauert höchstens ein paar Tage; wir schreiben Ihnen, sobald es gesendet ist. Die damit bezahlte Zeit ist zurückgenommen.

    Grund: { $reason }
refunded-change-gift =
    <b>{ $amount } sind wieder auf Ihrem Guthaben</b>

    Die Person, deren Abonnement Sie bezahlt hatten, hat einen anderen Tarif gewählt. Was von Ihrem Geld übrig war, gehört wieder Ihnen: <b>{ $balance }</b> sind auf Ihrem Guthaben.
refunded-undelivered-gift =
    <b>Wir konnten Ihr Geschenk nicht liefern</b>

    Das tut uns leid. Was Sie für jemand anderen bezahlt hatten, ließ sich nicht einschalten. { $amount } sind wieder auf Ihrem Guthaben: <b>{ $balance }</b>.

    Wir wissen davon und kümmern uns darum. Sie können es jederzeit noch einmal versuchen.
gift-late =
    <b>Wir konnten Ihren Zugang nicht einschalten</b>

    Das tut uns leid: Was jemand für Sie bezahlt hatte, verspätet sich, und das Geld ging an die zahlende Person zurück. Sie hat es nichts gekostet.
    { $runs ->
        [yes] Was Sie vorher hatten, läuft weiter bis <b>{ UNTIL($ends_at) }</b>.
       *[no] Es wird nichts automatisch abgebucht.
    }

    Wir wissen davon und kümmern uns darum.
gift-taken-back =
    <b>Ihr Abonnement hat sich geändert</b>

    Jemand anderes hatte Zeit für Sie bezahlt und hat das Geld zurückbekommen.
    { refunded-time }

    Grund: { $reason }
access-works =
    <b>Ihr Zugang ist bereit</b>

    Entschuldigen Sie die Wartezeit. { $plan } läuft bis <b>{ UNTIL($ends_at) }</b>.
access-works-late =
    <b>Die Wartezeit ist gutgeschrieben</b>

    Es tut uns leid: Ihr Zugang kam später als vorgesehen. Die Zeit gehört trotzdem Ihnen: { $plan } läuft bis <b>{ UNTIL($ends_at) }</b>. Es hat Sie nichts gekostet.
access-moved =
    <b>Sie haben einen neuen Schlüssel</b>

    Wir haben Sie auf einen anderen Server umgezogen. Nehmen Sie den Schlüssel unter „Verbinden“ und ersetzen Sie den alten in Ihrer App: Jener funktioniert nicht mehr. { $plan } läuft wie bisher bis <b>{ UNTIL($ends_at) }</b>.
key-replaced =
    <b>Sie haben einen neuen Schlüssel</b>

    Zu Ihrer Sicherheit haben wir den Schlüssel eines Servers ersetzt. Apps mit Ihrer Adresse bekommen den neuen, wenn sie das Abonnement aktualisieren. Ein kopierter Schlüssel funktioniert nicht mehr: Nehmen Sie den neuen unter „Verbinden“. { $plan } läuft wie bisher bis <b>{ UNTIL($ends_at) }</b>.
address-replaced =
    <b>Sie haben eine neue Adresse</b>

    Zu Ihrer Sicherheit haben wir Ihre Adresse und Ihre Schlüssel ersetzt: Die alten funktionieren nicht mehr. Nehmen Sie die neue Adresse unter „Verbinden“ und fügen Sie sie auf jedem Ihrer Geräte hinzu. { $plan } läuft wie bisher bis <b>{ UNTIL($ends_at) }</b>.
access-sent-again =
    <b>Ihr Zugang</b>

    Ihren Zugang finden Sie unter „Verbinden“. Wenn Ihre App einen Fehler zeigt, holen Sie ihn sich dort noch einmal. { $plan } läuft bis <b>{ UNTIL($ends_at) }</b>.
device-unbound-by-hand =
    <b>Vom Support entfernt</b>

    Der Support hat { $all ->
        [yes] alle Ihre Geräte
       *[no] eines Ihrer Geräte
    } entfernt: Von dort ist keine Verbindung mehr möglich, und der Platz ist frei. Um zurückzukommen, öffnen Sie auf dem Gerät „Verbinden“ und fügen Sie das Abonnement neu hinzu. { $plan } läuft bis <b>{ UNTIL($ends_at) }</b>.
traffic-low =
    <b>80 % Ihres Datenvolumens sind verbraucht</b>

    { $plan } läuft bis <b>{ UNTIL($ends_at) }</b>. Ist das Datenvolumen ganz verbraucht, hält die Verbindung an, bis es neu gezählt wird. Ein Tarif mit mehr Datenvolumen ist nur einen Tipp entfernt.
traffic-used =
    <b>Ihr Datenvolumen ist verbraucht</b>

    Die Verbindung hält an, bis Ihr Datenvolumen neu gezählt wird oder Sie einen Tarif mit mehr wählen. { $plan } läuft bis <b>{ UNTIL($ends_at) }</b>.
payout-sending =
    <b>Wir bereiten die Erstattung von { $amount } vor</b>

    Das Geld geht dorthin zurück, von wo Sie bezahlt haben. Das dauert höchstens ein paar Tage; wir schreiben Ihnen, sobald es gesendet ist.
    Guthaben: <b>{ $balance }</b>

    Grund: { $reason }
payout-sent =
    <b>{ $amount } wurden zurückgesendet</b>

    Das Geld ging dorthin, von wo Sie bezahlt haben. Ihre Bank oder Wallet zeigt es vielleicht erst nach ein paar Tagen.
payout-failed =
    <b>{ $amount } konnten nicht zurückgesendet werden</b>

    Der Zahlungsanbieter hat es abgelehnt. Nichts ist verloren: Das Geld ist wieder auf Ihrem Guthaben, <b>{ $balance }</b>.
payout-returned =
    <b>{ $amount } kamen zu uns zurück</b>

    Ihre Bank oder Wallet hat nicht angenommen, was wir Ihnen zurückgesendet hatten. Nichts ist verloren: Das Geld ist wieder auf Ihrem Guthaben, <b>{ $balance }</b>. Möchten Sie es lieber anderswohin, schreiben Sie dem Support.
payout-took-time =
    <b>Ihr Abonnement hat sich geändert</b>

    Ihre Zahlung ging dorthin zurück, von wo Sie bezahlt haben, und was damit bezahlt war, entfällt.
    { refunded-time }
payout-disputed =
    <b>Ihre Bank hat eine Zahlung zurückgeholt</b>

    Sie haben dieses Geld wieder, deshalb wurden { $amount } vom Guthaben abgezogen: <b>{ $balance }</b>. Was mit der Zahlung bezahlt war, entfällt.
    { refunded-time }

    Haben Sie Ihre Bank nicht darum gebeten, schreiben Sie dem Support.
payout-dispute-won =
    <b>{ $amount } sind wieder auf Ihrem Guthaben</b>

    Ihre Bank hat die Zahlung doch bei uns belassen. Auf Ihrem Guthaben: <b>{ $balance }</b>. Davon wird nichts automatisch gekauft: Wählen Sie einen Tarif, wann immer Sie möchten.
credited-by-hand =
    <b>{ $amount } gutgeschrieben</b>

    Auf Ihrem Guthaben sind jetzt <b>{ $balance }</b>.

    Grund: { $reason }
debited-by-hand =
    <b>{ $amount } vom Guthaben abgezogen</b>

    Guthaben: <b>{ $balance }</b>

    Grund: { $reason }
promo-bonus-taken-back =
    <b>Ein Bonus wurde zurückgenommen</b>

    Der Gutscheincode, der ihn gab, war für Kunden, die bezahlt haben, und alles, was Sie bezahlt hatten, ging an Sie zurück. Deshalb sind { $amount } Bonus von Ihrem Guthaben abgezogen: <b>{ $balance }</b>.
promo-time-taken-back =
    <b>Ihr Abonnement hat sich geändert</b>

    Der Gutscheincode, der Ihnen kostenlose Zeit gab, war für Kunden, die bezahlt haben, und alles, was Sie bezahlt hatten, ging an Sie zurück. Deshalb entfällt auch diese Zeit.
    { refunded-time }
payment-found =
    <b>{ $amount } erhalten</b>

    Wir haben eine Zahlung von Ihnen gefunden, die uns ohne Ihren Namen erreicht hatte. Sie ist jetzt auf Ihrem Guthaben: <b>{ $balance }</b>.
missed =
    <b>Eine Zeit lang konnten wir Ihnen nicht schreiben</b>

    Was seit { $since } abgebucht oder zurückgegeben wurde oder endete, steht unter „Verlauf“.
time-granted =
    <b>Mehr Zeit für Sie</b>

    { $plan } läuft jetzt bis <b>{ UNTIL($ends_at) }</b>. Es hat Sie nichts gekostet.

    Grund: { $reason }
time-shortened =
    <b>Ihr Abonnement endet früher</b>

    { $plan } läuft jetzt bis <b>{ UNTIL($ends_at) }</b>. Es wurde nichts abgebucht.

    Grund: { $reason }
cancelled-by-hand =
    <b>Ihr Abonnement ist gekündigt</b>

    { $plan } läuft bis <b>{ UNTIL($ends_at) }</b> und wird nicht verlängert. Es wurde nichts abgebucht, und es wird nichts abgebucht. Bis dahin können Sie das unter „Abonnement“ rückgängig machen.

    Grund: { $reason }
auto-renewal-on-by-hand =
    <b>Die automatische Verlängerung ist eingeschaltet</b>

    { $plan } läuft bis <b>{ UNTIL($ends_at) }</b> und wird dann von Ihrem Guthaben oder mit einem gemerkten Zahlungsmittel verlängert. Es wurde nichts abgebucht; wir sagen es Ihnen vorher. Unter „Abonnement“ können Sie sie ausschalten.

    Grund: { $reason }
auto-renewal-off-by-hand =
    <b>Die automatische Verlängerung ist ausgeschaltet</b>

    { $plan } läuft bis <b>{ UNTIL($ends_at) }</b>. Es wurde nichts abgebucht, und es wird nichts mehr automatisch abgebucht. Unter „Abonnement“ können Sie sie einschalten.

    Grund: { $reason }
access-revoked =
    <b>Ihr Abonnement wurde beendet</b>

    { $plan } und Ihr Zugang endeten { ON($ends_at) }. Es wurde nichts abgebucht; Ihr Guthaben ist <b>{ $balance }</b>.

    Grund: { $reason }

# An Admins
admin-undelivered =
    ⚠️ <b>Zugang nicht geliefert</b>

    Nutzer { $user }, Abonnement { $subscription }: { $error }
    Zurückgegeben: { $amount }
admin-dispute =
    ⚖️ <b>{ $state ->
        [won] Ein Streitfall ist gewonnen
        [lost] Ein Streitfall ist verloren
       *[opened] Eine Zahlung wird bestritten
    }</b>

    { $provider } { $dispute }, Zahlung { $payment }: { $amount }, { $reason }
    Vom Guthaben des Zahlers gedeckt: { $covered }{ $has_due ->
        [yes] {""}
    Belege werden bis { UNTIL($due) } angenommen, im Konto beim Anbieter.
       *[no] {""}
    }
admin-refund-returned =
    ↩️ <b>Eine Erstattung kam zurück</b>

    { $provider }, Zahlung { $payment }, Erstattung { $refund }: { $amount }, { $reason }
    Der Zahler hat das Geld auf dem Guthaben und weiß davon. Ein weiterer Versuch: select ops.payout({ $payment }, '…')
admin-refund-failed =
    ↩️ <b>Eine Erstattung konnte nicht gesendet werden</b>

    { $provider }, Zahlung { $payment }, Erstattung { $refund }: { $amount }, { $reason }
    Der Zahler hat das Geld auf dem Guthaben und weiß davon. Ein weiterer Versuch: select ops.payout({ $payment }, '…')
admin-refund-waits =
    ↩️ <b>Eine Erstattung wartet</b>

    { $provider }, Zahlung { $payment }, Erstattung { $refund }: { $amount }, { $reason }
    Das Geld ist zurückgelegt, der nächste Versuch ist { ON($at) }. Laden Sie Ihr Konto beim Anbieter auf.
alarm-raised =
    🚨 <b>{ $name }</b>

    { $detail }
alarm-over = ✅ <b>{ $name }</b>: wieder in Ordnung.
