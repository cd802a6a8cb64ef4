# Gutscheincodes, und warum ein Preis unter dem allgemeinen liegt.
promo = <b>Gutscheincode</b>
promo-ask = Senden Sie den Code als Nachricht. Kleinbuchstaben sind ebenso recht.
promo-refused = Dieser Code kann nicht verwendet werden: Er ist vielleicht vertippt, abgelaufen, aufgebraucht oder nicht für Sie gedacht, oder es wurden eben zu viele versucht. Wenn Sie sicher sind, versuchen Sie es in einer Stunde noch einmal. Es wurde nichts abgebucht.
promo-current = Ihre Preise gelten mit <b>{ $code }</b>: { promo-gives }.
promo-chosen =
    ✅ <b>{ $code }</b>: { promo-gives }.

    Die Preise werden damit angezeigt, wo er gilt.
promo-gives = { $kind ->
    [percent] { $percent } % Rabatt
   *[amount] { $amount } Rabatt
}
promo-given =
    ✅ <b>{ $code }</b>

    { $kind ->
        [balance] { $amount } sind als Bonus auf Ihrem Guthaben. Er wird vor Ihrem eigenen Geld verbraucht und nicht ausgezahlt.
        [trial] Ihre Probezeit hat begonnen und gilt bis <b>{ UNTIL($ends) }</b>.
       *[days] { $count ->
            [one] { $count } Tag ist dazugekommen
           *[other] { $count } Tage sind dazugekommen
        }: Ihr Abonnement gilt bis <b>{ UNTIL($ends) }</b>.
    }
promo-until = Er kann bis { UNTIL($ends) } verwendet werden.
promo-once = Der Code gilt für Käufe. Automatische Verlängerungen kosten so viel wie ohne ihn.
promo-renewals = Der Code gilt für den Kauf und für { $count ->
        [one] die automatische Verlängerung danach
       *[other] die { $count } automatischen Verlängerungen danach
    }.
reduced-by = { $why ->
    [vip] VIP-Rabatt
    [offer] unser Angebot für Sie
    [old_price] Ihr alter Preis
    [promo_code] Gutscheincode
   *[personal] persönlicher Rabatt
}
reduced-by-code = Gutscheincode { $code }
prices-reduced = Ihre Preise sind niedriger: { $why }.
order-reduced = Abzug ({ $why }): −{ $discount }
order-code-idle = Der Gutscheincode { $code } gilt hierfür nicht.
order-renewal-costs = Der Gutscheincode gilt nur jetzt: Die Verlängerung kostet { $amount }.
order-renewals-reduced = Der Gutscheincode gilt auch für { $count ->
        [one] eine Verlängerung
       *[other] { $count } Verlängerungen
    }; spätere kosten { $amount }.
