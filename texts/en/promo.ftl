# Promo codes, and why a price is below the one for everybody.
promo = <b>Promo code</b>
promo-ask = Send the code as a message. Small letters are as good as capitals.
promo-refused = This code cannot be used: it may be mistyped, over, used up or not meant for you, or too many were tried just now. If you are sure of it, try again in an hour. Nothing was charged.
promo-current = Your prices follow <b>{ $code }</b>: { promo-gives }.
promo-chosen =
    ✅ <b>{ $code }</b>: { promo-gives }.

    Prices are shown with it where it applies.
promo-gives = { $kind ->
    [percent] { $percent } % off
   *[amount] { $amount } off
}
promo-given =
    ✅ <b>{ $code }</b>

    { $kind ->
        [balance] { $amount } are on your balance as a bonus. It pays before your own money, and is not paid out.
        [trial] Your trial has begun and lasts until <b>{ UNTIL($ends) }</b>.
       *[days] { $count ->
            [one] { $count } day was added
           *[other] { $count } days were added
        }: your subscription lasts until <b>{ UNTIL($ends) }</b>.
    }
promo-until = It can be used until { UNTIL($ends) }.
promo-once = The code counts for what you buy. Automatic renewals cost what they cost without it.
promo-renewals = The code counts for what you buy and for { $count ->
        [one] the automatic renewal after it
       *[other] the { $count } automatic renewals after it
    }.
reduced-by = { $why ->
    [vip] VIP discount
    [offer] our offer to you
    [old_price] your old price
    [promo_code] promo code
   *[personal] personal discount
}
reduced-by-code = promo code { $code }
prices-reduced = Your prices are lower: { $why }.
order-reduced = Less ({ $why }): −{ $discount }
order-code-idle = The promo code { $code } does not apply to this.
order-renewal-costs = The promo code counts now only: the renewal costs { $amount }.
order-renewals-reduced = The promo code counts for { $count ->
        [one] one renewal
       *[other] { $count } renewals
    } as well; later ones cost { $amount }.
