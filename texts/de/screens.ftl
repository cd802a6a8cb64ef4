# Die Bildschirme, je eine Nachricht von Telegram in dessen HTML.

language-prompt =
    <b>{ -brand }</b>

    Wählen Sie Ihre Sprache.
    Choose your language.
language =
    <b>Sprache und Zeit</b>

    Ihre Uhr zeigt <b>{ $clock }</b> ({ $city }): Danach schreiben wir Daten und Uhrzeiten.
zones =
    <b>Ihre Zeit</b>

    Was zeigt Ihre Uhr jetzt?

# Karte mit dem Stand
free-trial = Kostenloser Test
status-line = { $status ->
    [active] 🟢 <b>{ $plan }</b>
        Gültig bis { UNTIL($ends) }{ status-then }
    [activating] 🟡 <b>{ $plan }</b>
        Ihr Zugang wird eingeschaltet…
        Gültig bis { UNTIL($ends) }{ status-then }
    [grace] 🟠 <b>{ $plan }</b>
        Beendet { ON($ends) }
        Der Zugang bleibt bis { UNTIL($expires) }
    [expired] 🔴 <b>{ $plan }</b>
        Beendet { ON($ends) }
   *[none] ⚪️ <b>Noch kein Abonnement</b>
}
status-then = { $then ->
    [yes] {""}
    Danach <b>{ $then_plan }</b> bis { UNTIL($then_ends) }
   *[no] {""}
}
menu = { $status ->
    [active] 🟢 <b>{ $plan }</b> bis { UNTIL($ends) }
    [activating] 🟡 <b>{ $plan }</b>: Ihr Zugang wird eingeschaltet
    [grace] 🟠 <b>{ $plan }</b> beendet, das VPN funktioniert bis { UNTIL($expires) }
    [restricted] 🟠 <b>{ $plan }</b> beendet, bis { UNTIL($expires) } funktionieren nur Telegram und der Shop
   *[expired] 🔴 <b>{ $plan }</b> endete { ON($ends) }
}
menu-balance = { $balance }
menu-welcome =
    <b>{ -brand }</b>

    Webseiten und Apps öffnen sich wieder: auf Telefon, Computer und Fernseher. Die Einrichtung dauert zwei Minuten.
devices-of = { $count } von { $limit ->
    [one] { $limit } Gerät
   *[other] { $limit } Geräten
}
more =
    <b>Mehr</b>

    Ihre Nummer für den Support: <code>{ $id }</code>
balance =
    <b>Guthaben</b>

    { balance-line }

    Davon werden Tarife und Verlängerungen bezahlt.
menu-hint-try = Testen Sie zuerst: Es ist kostenlos, und danach wird nichts abgebucht.
menu-hint-buy = Wählen Sie einen Tarif, und Ihr Schlüssel funktioniert sofort wieder.
menu-hint-renew = Verlängern Sie, und Ihr Schlüssel funktioniert sofort wieder.
menu-hint-grace = Verlängern Sie bis dahin, und Ihr Zugang läuft ohne Unterbrechung weiter.

# Wer mehrere hat, sieht alle und wird gefragt, welches gemeint ist.
menu-several = <b>{ -brand }</b>
which = <b>Welches Abonnement?</b>
which-key = <code>{ $link }</code>

# Kaufen
plans =
    <b>Wählen Sie einen Tarif</b>

    { balance-line }
plan-line =
    <b>{ $plan }</b> · ab { $amount }
    { $benefits }
plan-line-current =
    ✅ <b>{ $plan }</b> · Ihr Tarif · ab { $amount }
    { $benefits }
plans-empty =
    <b>Zurzeit wird nichts verkauft</b>

    Bitte schauen Sie später wieder vorbei. Es wurde nichts abgebucht, und Ihr Guthaben bleibt Ihnen.
plans-paused =
    <b>Der Verkauf pausiert zurzeit</b>

    Es wurde nichts abgebucht, und was Sie haben, läuft weiter wie bisher. Bitte schauen Sie später wieder vorbei.
prices = <b>{ $plan }</b>
prices-question = Für wie lange?
prices-renewal = Die neue Laufzeit wird an die laufende angehängt.
prices-change = Der Wechsel gilt sofort, und die ungenutzte Zeit von { $old_plan }, die Sie bezahlt haben, wird auf den Preis angerechnet.
prices-later = ⏳ kostet pro Tag nicht mehr als { $old_plan } und beginnt deshalb, wenn die bezahlte Zeit vorbei ist.

# Eine Bestellung, vom Kopf bis zu dem, was sie mit dem Guthaben macht.
order-purchase =
    <b>Ihre Bestellung</b>

    Tarif: <b>{ $plan }</b>
    Laufzeit: { period }
order-renewal =
    <b>Verlängerung</b>

    Tarif: <b>{ $plan }</b>
    Laufzeit: { period } mehr
order-change =
    <b>Tarifwechsel</b>

    Von { $old_plan } zu <b>{ $plan }</b>, sofort
    Laufzeit: { period }
order-price = Preis: <b>{ $amount }</b>
order-credit = Ungenutzte Zeit von { $old_plan }: −{ $credit }
order-due = Zu zahlen: <b>{ $due }</b>
order-gives-back = Zu zahlen: nichts, und { $back } gehen zurück auf Ihr Guthaben
order-runs-until = Bisher gültig bis: { $until }
order-ends = Gültig bis: <b>{ $ends }</b>
order-moves = Gültig bis: { $until } → <b>{ $ends }</b>
order-enough =
    Guthaben: { $balance }, nach dem Kauf { $remaining }.

    Der Preis gilt bis { UNTIL($expires) }.
order-short = Guthaben: { $balance }, <b>es fehlen { $short }</b>.
order-short-hint =
    Laden Sie auf, und die Bestellung wird automatisch bezahlt, sobald das Geld da ist.

    Der Preis gilt bis { UNTIL($expires) }.
order-topup-least = Eine Aufladung beträgt mindestens { $least }; was davon übrig ist, bleibt auf Ihrem Guthaben.
order-topup-most =
    Eine Aufladung beträgt höchstens { $most }, es braucht also { $count ->
        [one] { $count } davon
       *[other] { $count } davon
    }. Die Bestellung lässt sich bezahlen, sobald Ihr Guthaben reicht.
order-ends-gift = Die ungenutzte Zeit von { $old_plan }, die jemand anderes bezahlt hat, endet mit dem Wechsel. Ihr Geld geht an den zurück, der bezahlt hat, und wird nicht auf Ihren Preis angerechnet.
order-undoes = Der geplante Wechsel zu { $next_plan } entfällt damit.
order-stays-cancelled = Ihre Kündigung gilt weiter: Das Abonnement endet dann und wird nicht verlängert, wenn Sie das nicht wieder einschalten.
order-renews = Es wird einen Tag vor dem Ende automatisch verlängert, von Ihrem Guthaben oder mit einem gemerkten Zahlungsmittel, bis Sie das unter „Abonnement“ ausschalten.
order-later =
    <b>Wechsel zu { $plan }</b>

    { $old_plan } läuft noch bis <b>{ UNTIL($starts) }</b>, wie Sie es bezahlt haben. Jetzt wird nichts abgebucht.

    Danach: <b>{ $plan }</b>, { period } für <b>{ $amount }</b>.
scheduled =
    ✅ <b>Erledigt</b>

    <b>{ $plan }</b> für <b>{ $amount }</b> beginnt { ON($starts) }. Jetzt wurde nichts abgebucht.
scheduled-stays =
    ✅ <b>Erledigt</b>

    Ihr Tarif bleibt <b>{ $plan }</b>, ab { $starts } für <b>{ $amount }</b>. Jetzt wurde nichts abgebucht.
scheduled-auto-on = Es wird einen Tag vorher automatisch bezahlt, vom Guthaben oder mit einem gemerkten Zahlungsmittel. Bis dahin können Sie es sich anders überlegen.
scheduled-auto-off = Die automatische Verlängerung ist ausgeschaltet: Der Zugang endet { ON($starts) }, wenn Sie nicht selbst verlängern.

# Nachdem Geld bewegt wurde
paid = ✅ <b>Bezahlt</b>
paid-by-topup = ✅ <b>Zahlung erhalten, Ihre Bestellung ist bezahlt</b>
renewed-by-topup = ✅ <b>Zahlung erhalten, Ihr Abonnement ist verlängert</b>
bought =
    Tarif: <b>{ $plan }</b>
    Gültig bis: <b>{ $ends }</b>
    { balance-line }
bought-cancelled = Ihre Kündigung gilt weiter: Das Abonnement endet dann und wird nicht verlängert.
bought-key =
    Ihr Schlüssel, zum Kopieren antippen:
    <code>{ $link }</code>
bought-address = ✅ Ihr Zugang ist bereit. Tippen Sie auf „Verbinden“: Ein weiterer Tipp fügt ihn zu einer App hinzu.
bought-key-slow = ⏳ Das dauert länger als üblich. Gelingt es nicht, kommt Ihr Geld zurück auf Ihr Guthaben, und wir schreiben Ihnen.
undelivered =
    <b>Wir konnten Ihren Zugang nicht einschalten</b>

    Das Geld ist wieder auf Ihrem Guthaben, nichts ist verloren.

    { balance-line }
bought-key-soon = ⏳ Ihr Zugang wird eingeschaltet. Der Schlüssel erscheint automatisch in dieser Nachricht, meist innerhalb einer Sekunde.

# Aufladen
topup =
    <b>Aufladen</b>

    { balance-line }

    Wie viel möchten Sie aufladen?
payment-methods =
    <b>{ $amount } aufladen</b>

    Wie möchten Sie bezahlen?
payment-methods-down = ⚠️ Was so markiert ist, antwortet zurzeit nicht. Das andere funktioniert.
payment-remembered = ✅ Die Karte, mit der Sie bezahlen, wird für Verlängerungen gemerkt: Was dann auf Ihrem Guthaben fehlt, wird automatisch von ihr abgebucht und vorher angekündigt.
payment-remembered-whole = ✅ Die Karte, mit der Sie bezahlen, wird für Verlängerungen gemerkt: Der ganze Preis wird dann automatisch von ihr abgebucht und vorher angekündigt.
payment-not-remembered = Die Karte, mit der Sie bezahlen, wird nicht gemerkt.
payment-creating =
    <b>{ $amount } aufladen</b>

    Einen Moment, die Zahlungsseite wird vorbereitet ({ $way }).
payment-open =
    <b>{ $amount } aufladen</b>

    Sie zahlen { $asked } ({ $way }), und { $amount } kommen auf Ihr Guthaben. Die Seite funktioniert bis { UNTIL($expires) }.

    Diese Nachricht ändert sich automatisch, sobald die Zahlung da ist.
payment-open-remembers = ✅ Das Zahlungsmittel wird für Verlängerungen gemerkt. Sie können es jederzeit unter „Guthaben“ entfernen.
payment-open-monthly = 🔁 Telegram bucht danach alle 30 Tage automatisch { $asked } ab und verlängert damit, was Sie jetzt kaufen. Das können Sie unter „Guthaben“ oder in Telegram beenden.
payment-paid =
    ✅ <b>Bezahlt</b>

    { $amount } sind auf Ihrem Guthaben.
payment-over =
    <b>Diese Seite ist abgelaufen</b>

    Es wurde nichts abgebucht. Haben Sie doch bezahlt, ist nichts verloren: Das Geld kommt auf Ihr Guthaben, sobald die Zahlung bestätigt ist ({ $way }).
payment-processing =
    <b>Die Zahlung wird bearbeitet</b>

    { $way } wartet auf Ihre Bank; das kann einige Tage dauern. Sie müssen nichts mehr tun: Das Geld kommt auf Ihr Guthaben, sobald die Zahlung bestätigt ist. Bitte zahlen Sie nicht noch einmal.
payment-failed =
    <b>So geht es nicht</b>

    Eine Zahlungsseite für { $asked } kam nicht zustande ({ $way }). Es wurde nichts abgebucht; bitte bezahlen Sie anders.
topup-amount =
    <b>Aufladen</b>

    Senden Sie den Betrag als Nachricht, von { $min } bis { $max }.
topup-amount-wrong =
    <b>Aufladen</b>

    Das ist kein Betrag von { $min } bis { $max }. Senden Sie nur eine Zahl, zum Beispiel 500.
invoice-title = { $amount } aufladen
invoice-description = Bringt { $amount } auf Ihr Guthaben. Zahlbar bis { UNTIL($expires) }.
invoice-label = Guthaben
charge-title = Verlängerung { $amount }
credited =
    ✅ <b>{ $amount } erhalten</b>

    { balance-line }
credited-without-order =
    ✅ <b>{ $amount } erhalten</b>

    Die Zahlung passte zu keiner offenen Aufladung und ging deshalb direkt auf Ihr Guthaben. Nichts ist verloren.

    { balance-line }
payment-held =
    <b>Wir haben Ihre Zahlung über { $amount }</b>

    Sie ließ sich nicht automatisch zuordnen, deshalb sieht ein Mensch sie sich an. Das Geld ist sicher.

# Zugang
access-ready =
    <b>Verbinden</b>

    { $plan }, gültig bis { UNTIL($ends) }{ status-then }

    Ihr Schlüssel, zum Kopieren antippen:
    <code>{ $link }</code>

    1. Installieren Sie eine App für VLESS-Schlüssel, etwa Hiddify, v2rayNG oder Happ.
    2. Kopieren Sie den Schlüssel und wählen Sie in der App „Aus Zwischenablage hinzufügen“.
    3. Schalten Sie die Verbindung ein.

    Der Schlüssel gehört nur Ihnen: Bitte geben Sie ihn nicht weiter.
access-activating =
    <b>Verbinden</b>

    ⏳ Ihr Zugang wird eingeschaltet. Der Schlüssel erscheint automatisch in dieser Nachricht, meist innerhalb einer Sekunde.
access-slow =
    <b>Verbinden</b>

    { bought-key-slow }
access-none =
    <b>Verbinden</b>

    Es gibt noch kein Abonnement, mit dem Sie sich verbinden könnten.
access-expired =
    <b>Verbinden</b>

    { $plan } endete { ON($ends) }. Wählen Sie einen Tarif, und derselbe Schlüssel funktioniert wieder.
access-page =
    <b>Verbinden</b>

    { $plan }, gültig bis { UNTIL($ends) }{ status-then }

    Welches Gerät möchten Sie verbinden?

    Oder fügen Sie diese Adresse in einer beliebigen VPN-App hinzu, zum Kopieren antippen:
    <code>{ $address }</code>

    Sie gehört nur Ihnen: Wer sie hat, benutzt Ihr VPN.
access-lagging = ⏳ { $ready } von { $count } Servern sind bereit. Die anderen erscheinen automatisch in Ihrer App.
device =
    <b>{ device-name }</b>

    1. Installieren Sie eine dieser Apps.
    2. Kommen Sie zurück und tippen Sie auf „Hinzufügen“: Die App öffnet sich mit Ihrem Abonnement.
    3. Schalten Sie es in der App ein.
device-by-qr =
    <b>{ device-name }</b>

    1. Installieren Sie die App auf dem Fernseher.
    2. Scannen Sie in der App den QR-Code oder geben Sie die Adresse ein.
    3. Schalten Sie es ein.
device-name = { $platform ->
    [ios] iPhone und iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] TV
}
reissue =
    <b>Eine neue Adresse?</b>

    Nehmen Sie eine, wenn Ihre in fremde Hände geraten ist. Die alte Adresse und ihre Schlüssel funktionieren sofort nicht mehr, <b>auf allen Ihren Geräten</b>: Sie fügen die neue auf jedem davon hinzu.

    Ihr Abonnement und Ihr Guthaben bleiben, wie sie sind.
qr-caption = Für ein anderes Gerät: Scannen Sie diesen Code dort mit der VPN-App. Er ist Ihr Schlüssel: Bitte geben Sie ihn nicht weiter.

# Geräte
devices = <b>Geräte: { $count } von { $limit }</b>
devices-unlimited = <b>Geräte: { $count }</b>
devices-unread = <b>Geräte</b>
devices-line = • { $device }
devices-line-seen = • { $device } – zuletzt gesehen { $at }
devices-unbinding = • { $device } – ⏳ wird entfernt
devices-unnamed = Gerät ohne Namen
devices-reading = ⏳ Wir fragen den Server. Die Liste erscheint hier automatisch.
devices-late = Der Server hat noch nicht geantwortet. Bitte schauen Sie in ein paar Minuten wieder nach.
devices-failed = Der Server kann die Geräte zurzeit nicht auflisten. Ihr VPN funktioniert trotzdem.
devices-none = Noch ist kein Gerät registriert. Ein Gerät erscheint hier, wenn seine App Ihr Abonnement geladen hat und mitteilt, auf welchem Gerät sie läuft.
devices-note = Entfernen Sie ein Gerät, das Sie nicht mehr benutzen: Sein Platz wird frei. Hat jemand anderes Ihre Adresse, reicht das nicht: Nehmen Sie eine neue Adresse.
unbind =
    <b>{ $device } entfernen?</b>

    Der Platz wird frei. Das Gerät kann das Abonnement nicht mehr aktualisieren, bis es wieder einen Platz belegt.
unbind-all =
    <b>Alle Geräte entfernen?</b>

    Alle Plätze werden frei. Jedes Gerät belegt wieder einen, wenn seine App das Abonnement aktualisiert.

# Profil
profile =
    <b>Abonnement</b>

    { status-line }
    { balance-line }
profile-traffic = Datenvolumen: { $used } von { $limit } GB verbraucht
profile-traffic-unlimited = Datenvolumen: { $used } GB verbraucht
profile-devices = Geräte: { $devices } von { $limit }
profile-online = Zuletzt verbunden: { $at }
profile-next-charge =
    Automatische Verlängerung: <b>ein</b>
    Nächste Abbuchung: { $at }, <b>{ $amount }</b> für { period }
profile-next-change =
    Automatische Verlängerung: <b>ein</b>
    Nächste Abbuchung: { $at }, <b>{ $amount }</b> für <b>{ $next_plan }</b>, { period }
profile-short = ⚠️ Dafür <b>fehlen { $short }</b> auf dem Guthaben: Laden Sie bis dahin auf.
profile-paid-by = Bezahlt mit <b>{ $method }</b>.
profile-renewal-off = Automatische Verlängerung: <b>aus</b>. Der Zugang endet { ON($ends) }, wenn Sie nicht selbst verlängern.
profile-cancelled = <b>Gekündigt</b>: Der Zugang bleibt bis dahin, und es wird nichts mehr abgebucht.
profile-not-on-sale = Automatische Verlängerung: <b>ein</b>, aber Ihr Tarif wird zurzeit nicht verkauft, deshalb wird nichts abgebucht. Wird er rechtzeitig wieder verkauft, sagen wir es Ihnen und verlängern dann.
profile-trial = Am Ende wird nichts abgebucht.
profile-grace-short = Um ihn zu behalten, <b>fehlen { $short }</b> auf Ihrem Guthaben: Laden Sie auf, und es wird automatisch verlängert, sobald das Geld da ist.
profile-restricted = 🔒 Bis zur Verlängerung erreicht das VPN nur, was Sie dafür brauchen: Telegram und den Shop.
profile-grace = Verlängern Sie bis dahin, um Ihren Zugang zu behalten.

# Zahlungsmittel
notices =
    <b>Mitteilungen</b>

    Über Ihr Geld und Ihren Zugang erfahren Sie immer: Abbuchungen, Erstattungen und ein Ende, bevor es kommt. Was warten kann, kommt nicht nachts.
notices-tips-on = Tipps und Angebote: <b>ein</b>
notices-tips-off = Tipps und Angebote: <b>aus</b>
saved-methods =
    <b>Zahlungsmittel</b>

    Womit Verlängerungen bezahlt werden, in dieser Reihenfolge:
saved-methods-none =
    <b>Zahlungsmittel</b>

    Es ist nichts gemerkt. Beim Bezahlen können Sie die Karte für Verlängerungen merken lassen.
saved-methods-balance = Zuerst wird Ihr Guthaben verwendet; nur was fehlt, wird abgebucht.
saved-methods-whole = Der ganze Preis wird abgebucht; Ihr Guthaben wird nur verwendet, wenn das nicht gelingt.
saved-method = • { $method }
saved-method-monthly = • { $method }: bucht Telegram ab, das nächste Mal { $until }
saved-method-failed = • { $method }: ⚠️ abgelehnt, es wird nichts mehr abgebucht
saved-method-stopped = • { $method }: ⚠️ wird nicht mehr abgebucht. Damit es weitergeht, führe dein Abo hier fort und schalte es dann in Telegram ein: Einstellungen, Meine Sterne
saved-method-removed = • { $method }: beendet, nach { $until } wird nichts mehr abgebucht
cancel =
    <b>{ $plan } kündigen?</b>

    Sie behalten den Zugang bis <b>{ UNTIL($ends) }</b>. Es wird nichts mehr abgebucht und nichts verlängert.

    Bis dahin können Sie das jederzeit rückgängig machen.
cancel-in-grace =
    <b>{ $plan } kündigen?</b>

    Es endete { ON($ends) }, und der Zugang bleibt nur, damit Sie noch verlängern können. Wenn Sie kündigen, <b>endet der Zugang jetzt</b>. Es wird nichts abgebucht.

# Verlauf: zwei Zeilen je Eintrag, das Geld und warum.
history =
    <b>Verlauf</b>

    Was kam, was abgebucht wurde, was geschenkt wurde, und warum. Neuestes zuerst.
history-empty =
    <b>Verlauf</b>

    Noch ist hier nichts: keine Zahlung, keine Abbuchung, kein Geschenk.
history-money = { $date } · <b>{ $direction ->
    [out] −
   *[in] +
}{ $amount }</b> · Guthaben { $balance }
history-free = { $date } · <b>kostenlos</b>
history-cause = { $cause ->
    [topup] Aufladung über { $provider ->
        [telegram] Telegram
        [crypto] Crypto Pay
        [yookassa] YooKassa
       *[other] { $provider }
    }
    [purchase] { $plan } gekauft, { period }, bis { UNTIL($ends) }
    [renewal] { $plan } verlängert, { period }, bis { UNTIL($ends) }
    [change] Wechsel zu { $plan }, { period }, bis { UNTIL($ends) }
    [change_credit] Ungenutzte Zeit von { $plan }, beim Tarifwechsel zurückgegeben
    [refund] Erstattung für { $plan }, { period }
    [undelivered] Erstattung für { $plan }, { period }: Der Zugang ließ sich nicht einschalten
    [payout] Dorthin zurückgesendet, von wo bezahlt wurde
    [payout_failed] Konnte nicht zurückgesendet werden, wieder auf Ihrem Guthaben
    [payout_returned] Kam zu uns zurück, wieder auf Ihrem Guthaben
    [loss] Von uns gedeckt
    [dispute_covered] Von Ihrer Bank zurückgeholt
    [dispute_won] Ihre Bank hat die Zahlung zurückgegeben
    [credit] Von uns gutgeschrieben
    [debit] Von uns abgezogen
    [assignment] Ihre Zahlung, gefunden und gutgeschrieben
    [exchange] In die Währung des Shops getauscht
    [reward] Fürs Einladen
    [welcome] Bonus für die erste Zahlung
    [reward_taken_back] Fürs Einladen, zurückgenommen: Die Zahlung ging zurück
    [withdrawal] Auszahlung angefragt
    [withdrawal_returned] Nicht ausgezahlt, wieder Ihres
    [trial] Kostenloser Test bis { UNTIL($ends) }
    [grant] Geschenk: { $plan } bis { UNTIL($ends) }
    [gift] Geschenk für jemanden: { $plan }, { period }
    [gift_returned] Geld eines Geschenks zurück: { $plan }, { period }
    [gift_taken] Geschenk für Sie: { $plan }, { period }, bis { UNTIL($ends) }
    [prize] Im Spiel gewonnen
    [prize_days] Im Spiel gewonnen: { $plan } bis { UNTIL($ends) }
    [reversal] Berichtigung eines früheren Eintrags
    [promo] Gutscheincode
    [promo_taken_back] Gutscheincode: nach einer Erstattung zurückgenommen
   *[other] Anderer Eintrag
}
history-reason = „{ $reason }“

help =
    <b>So funktioniert { -brand }</b>

    Wählen Sie unter „Verbinden“ Ihr Gerät und fügen Sie den Zugang einer VPN-App hinzu, das ist alles.

    /start – Hauptmenü
    /buy – kaufen oder verlängern
    /profile – Abonnement und automatische Verlängerung
    /history – jede Abbuchung und wofür sie war
    /language – Sprache oder Zeit ändern

    Sie zahlen von Ihrem Guthaben, und eine Zahlung, die uns erreicht hat, landet immer dort, auch wenn sie spät kam.

    Ein bezahlter Tarif wird einen Tag vor dem Ende verlängert, vom Guthaben oder mit einem gemerkten Zahlungsmittel. Den Betrag nennen wir vorher, und Sie können das jederzeit unter „Abonnement“ ausschalten oder kündigen. Beim kostenlosen Test wird nie etwas abgebucht.

update-failed =
    Bei uns ist etwas schiefgegangen, und Ihre letzte Aktion wurde vielleicht nicht abgeschlossen.

    Ihr Geld ist sicher: Was bezahlt wurde, ist auf Ihrem Guthaben oder in Ihrem Abonnement. Öffnen Sie das Menü, um den Stand zu sehen.
