# Geschenke, mehrere Abonnements einer Person und das Spiel.
gift =
    <b>Verschenken</b>

    Wählen Sie Tarif und Zeitraum, bezahlen Sie, und Sie bekommen einen Link. Wer ihn zuerst öffnet, nimmt das Geschenk. Nimmt es niemand, kommt Ihr Geld von selbst zurück.

    { balance-line }
gift-paused =
    <b>Verschenken</b>

    Zurzeit verkaufen wir keine Geschenke. Bezahlte können Sie weiter senden und zurückgeben.
order-gift =
    <b>Ein Geschenk</b>

    Tarif: <b>{ $plan }</b>
    Zeitraum: { period }
order-gift-until = Der Link gilt bis: <b>{ UNTIL($until) }</b>
gifts = <b>Meine Geschenke</b>
gifts-none = Noch keine.
gift-line = 🎁 { $plan }, { period }: { $status ->
    [unused] wartet bis { UNTIL($at) }
    [redeemed] angenommen { ON($at) }
   *[returned] Geld zurückgegeben { ON($at) }
}
gift-ready =
    🎁 <b>Ihr Geschenk ist bereit</b>

    Tarif: <b>{ $plan }</b>
    Zeitraum: { period }
    Anzunehmen bis: { UNTIL($at) }

    Senden Sie den Link, wem Sie es schenken möchten. Solange es niemand genommen hat, bekommen Sie Ihre { $amount } zurück, wenn Sie wollen.
gift-link =
    <b>Der Link zu Ihrem Geschenk</b>

    <code>{ $link }</code>

    { $plan }, { period }. Wer ihn zuerst öffnet, nimmt das Geschenk: Senden Sie ihn sonst niemandem. Frühere Links gelten auch.
gift-return =
    <b>Geld zurücknehmen?</b>

    { $plan }, { period }: { $amount } gehen auf Ihr Guthaben, und die Links dieses Geschenks gelten nicht mehr.
gift-offered =
    🎁 <b>Ein Geschenk für Sie</b>

    Tarif: <b>{ $plan }</b>
    Zeitraum: { period }
    { $several ->
        [yes] Wählen Sie, welches Ihrer Abonnements es bekommt.
       *[no] { $follows ->
            [yes] Es beginnt { ON($starts) }, nach dem, was Sie haben, und endet { ON($ends) }.
           *[no] Es beginnt sofort und endet { ON($ends) }.
        }
    }

    Es kostet Sie nichts, ändert nichts an dem, was Sie haben, und es wird deswegen nichts automatisch abgebucht.
gift-gone =
    <b>Dieser Link öffnet kein Geschenk</b>

    Vielleicht hat es schon jemand genommen, die Zeit ist vorbei, oder der Link ist unvollständig. Fragen Sie bitte, wer ihn gesendet hat. Niemand hat Geld verloren.
gift-taken = 🎁 <b>Das Geschenk gehört Ihnen</b>
another =
    <b>Noch ein Abonnement</b>

    Für jemanden, der Ihnen nahesteht: mit eigener Adresse, für sich verlängert und gekündigt. Was Sie haben, bleibt, wie es ist.

    { balance-line }
another-none =
    <b>Noch ein Abonnement</b>

    Zurzeit können Sie kein weiteres eröffnen.
name-ask =
    <b>{ $plan }</b>

    Senden Sie einen Namen dafür, etwa „Mama“: höchstens 20 Zeichen. Nur Sie sehen ihn.
name-wrong = ⚠️ Ein Name hat 1 bis 20 Zeichen.
game =
    🎳 <b>Bowling</b>

    Abonnenten werfen einmal in: { period }.
game-prize = { $value ->
    [6] 🎳 Strike
   *[other] { $value }
} – { $prize ->
    [days] { period } gratis
    [bonus] { $amount } als Bonus
   *[percent] { $count } % Rabatt auf jeden Preis
}
game-turn = { $state ->
    [open] Sie sind dran.
    [not_yet] Ihr nächster Wurf: { $at }
    [rolling] Ihr Wurf ist unterwegs.
   *[not_a_subscriber] Spielen können Sie, solange Sie ein bezahltes Abonnement haben.
}
game-rolling =
    🎳 <b>Die Kugel gehört Ihnen</b>

    Sie rollt in diesem Chat, und wir schreiben, was sie gewonnen hat. Ein Wurf, den Telegram verliert, zählt nicht: Dann rollt noch eine Kugel, oder Sie werfen noch einmal.
game-off =
    🎳 <b>Bowling</b>

    Das Spiel ist angehalten.
toast-gift-settled = Dieses Geschenk kann nicht mehr gesendet oder zurückgegeben werden. Es wurde nichts abgebucht; so ist der Stand.
toast-gift-links = Es gibt schon viele Links zu diesem Geschenk, und jeder gilt. Es wurde nichts abgebucht.
toast-gift-returned = Erledigt: Das Geld ist auf Ihrem Guthaben, { $amount }.
toast-gift-gone = Dieses Geschenk kann niemand mehr nehmen. Es wurde nichts abgebucht.
