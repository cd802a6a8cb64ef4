# Figures, growth and pictures.
button-admin-figures = Figures
button-admin-figures-today = Today
button-admin-figures-yesterday = Yesterday
button-admin-figures-month = This month
button-admin-pictures = Pictures
button-admin-growth = Growth
button-admin-stayed = Who stays
button-admin-owed = What we owe
button-admin-campaign = Link for an ad
button-admin-picture = { $kind ->
    [revenue] Revenue
    [active] Active and trials
    [people] New people
   *[mrr] Monthly revenue
} · { $days } days
button-admin-series = { $name ->
    [active] Active
    [trial] On trial
    [people] New people
   *[first] First payments
}
button-admin-growth-kind = { $chosen ->
    [yes] {"• "}
   *[no] {""}
}{ $kind ->
    [ad] Ads
    [ref] Referrers
    [code] Promo codes
   *[none] By themselves
}
admin-money = { $amount }
admin-none = Nothing yet.
admin-figures = 📊 <b>{ $span }</b>
admin-figures-people = New people: <b>{ $people }</b>; of them paid so far: { $paid } ({ $share } %)
admin-figures-trials = Trials: <b>{ $trials }</b>; of them paid so far: { $paid } ({ $share } %)
admin-figures-sold = First payments: <b>{ $first }</b> · bought: <b>{ $purchases }</b> · renewed: <b>{ $renewals }</b>
admin-figures-churn = Left: <b>{ $ended }</b> of the { $before } that were active when the month began ({ $share } %)
admin-figures-revenue = Revenue after fees and refunds: <b>{ $total }</b>
admin-figures-provider = · { $way }: { $net } (paid { $received }, fees { $fees }, sent back { $back })
admin-figures-nothing = No money has come in.
admin-figures-now = Now: <b>{ $active }</b> active subscriptions (given for free: { $granted }), <b>{ $trials }</b> on trial; { $people } people in all
admin-figures-mrr = What is paid for brings <b>{ $mrr }</b> in 30 days, { $arpu } a person.
admin-pictures = <b>Pictures</b>
    Each is sent as a photo. Revenue is after fees and refunds.
admin-picture-failed = ⚠️ The picture could not be drawn. Try again in a minute.
admin-owed = <b>What the shop owes</b>
admin-owed-line = · { $name ->
    [cash] Balances of people
    [bonus] Bonuses (spent in the shop, never paid out)
    [referral] Earned by inviting
    [referral_pending] Earned by inviting, not settled yet
    [withdrawal_hold] Withdrawals that are open
    [refund_hold] Refunds that are not sent yet
    [gift_hold] Gifts that nobody has taken
    [suspense] Payments whose payer is not known
   *[other] Other
}: <b>{ $amount }</b>{ $people ->
    [0] {""}
    [one] {" · "}{ $people } person
   *[other] {" · "}{ $people } people
}
admin-stayed = <b>Who stays</b>
    Of those who first bought in a month: how many still had a paid subscription 1, 2, 3… months later.
admin-stayed-line = { $month } ({ $people }): { $shares }
admin-growth = <b>What brings people</b>
    { $kind ->
        [ad] By links for ads, the best first.
        [ref] By who invited them (number of the customer), the best first.
        [code] By promo code that they used, the best first: all that these people have paid.
       *[none] People who came without a link.
    }
admin-growth-alone = Without a link
admin-growth-line = <b>{ $name }</b>: { $people } came, { $trials } tried, { $paying } paid · revenue { $revenue }, rewards { $rewards }
admin-growth-code = <b>{ $name }</b>: used by { $people }, { $paying } of them paid · revenue { $revenue }, discounts { $discounts }, bonus { $bonus }
admin-form-campaign = <b>Link for an ad</b>
    Whoever comes by it is counted under its name.
admin-ask-campaign = What is the ad called? Up to 60 letters, digits, - and _: for example <code>telegram_may</code>.
admin-field-campaign = Ad
admin-campaign-made = Here is the link:
    <code>{ $link }</code>
admin-figures-counted = Counted { ON($at) }.
