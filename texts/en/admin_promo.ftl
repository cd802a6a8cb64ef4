# Promo codes and discounts of one person.
button-admin-promo = Promo codes
button-admin-promo-sort = { $chosen ->
    [yes] {"• "}
   *[no] {""}
}{ $sort ->
    [new] New
    [used] Most used
   *[over] Over
}
button-admin-promo-line = { $name } · { $gives } · { $uses }×
button-admin-promo-gives = { $kind ->
    [percent] −{ $percent } %
    [amount] −{ $amount }
    [days] { $days } free days
    [balance] { $amount } bonus
   *[trial] trial of { $hours } h
}
button-admin-promo-new = New code
button-admin-promo-batch = Many codes
button-admin-promo-retire = Withdraw
button-admin-promo-return = Give a use back
button-admin-promo-kind = { $value ->
    [percent] Percent off
    [amount] A sum off
    [days] Free days
    [balance] Bonus on the balance
   *[trial] Longer trial
}
button-admin-promo-audience = { $value ->
    [all] Everybody
    [new] Who has never paid
    [paid] Who has paid before
   *[subscribers] Who has a subscription
}
button-admin-length = { $unit ->
    [day] { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
   *[month] { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
}
button-admin-discounts = Discounts of single people
admin-promo = <b>Promo codes</b>
    Tap one to see what it has brought and cost. The last number says how often it was used.
admin-promo-code = <b>{ $name }</b>{ $codes ->
    [1] {""}
   *[other] {" × "}{ $codes }
} · { $gives }
    { $state ->
        [retired] Withdrawn
        [usable] Can be used{ $codes ->
            [1] {""}
           *[other] {": "}{ $usable } of them
        }
       *[over] Over or used up
    }
admin-promo-from = From: { $at }
admin-promo-until = Until: { $at }
admin-promo-audience = For: { $who }
admin-promo-max = At most { $uses } uses in all
admin-promo-each = Per person: { $uses }
admin-promo-plans = Plans: { $plans }
admin-promo-lengths = Lengths: { $lengths }
admin-promo-min = From a price of { $amount }
admin-promo-first = For the first purchase only
admin-promo-adds = Comes on top of other discounts
admin-promo-renewals = Lowers { $count } renewals as well
admin-promo-uses = Used: <b>{ $redeemed }</b> · in open orders: { $reserved } · given back: { $returned }
admin-promo-money = Brought <b>{ $revenue }</b>, with { $discount } of discounts
admin-promo-given = Given: <b>{ $amount }</b>
admin-promo-given-days = Days given: <b>{ $days }</b>
admin-promo-reason = What for: { $reason }
admin-promo-link = Link: <code>{ $link }</code>
admin-promo-which = <b>{ $name }</b>{ $codes ->
    [1] {""}
   *[other] {" × "}{ $codes }
} · { $gives }
admin-promo-made = ✅ The code <code>{ $code }</code> can be used.
    Link: <code>{ $link }</code>
admin-promo-made-batch = ✅ { $codes ->
    [one] { $codes } code is in the file.
   *[other] { $codes } codes are in the file.
}
admin-promo-retired = { $outcome ->
    [retired] ✅ Withdrawn. Orders that are open can still be paid at their price.
   *[no_such_code] It was withdrawn before.
}
admin-promo-returned = { $outcome ->
    [returned] ✅ He can use it again.
   *[not_used] ⚠️ No purchase of this customer has used it.
}
admin-discounts = <b>Discounts of single people</b>
    The best discount of a person counts; a promo code that adds up comes on top. Discounts are given and ended in the card of the customer.
admin-discount-line = · { $user }: { $off } ({ $kind ->
    [personal] personal
    [vip] VIP
   *[offer] offer
}){ $ends ->
    [yes] {", until "}{ $until }
   *[no] {""}
}
admin-form-promo_new = <b>New promo code</b>
admin-form-promo_batch = <b>Many codes for one use each</b>
    You get them as a file.
admin-form-promo_retire = <b>Withdraw a promo code</b>
    Nobody can enter it any more. What was given or ordered with it stays.
admin-form-promo_return = <b>Give a use back</b>
    The customer can use the code once more.
admin-ask-promo_code = Which code? 3 to 32 letters (A–Z) and digits, for example SPRING.
admin-field-promo_code = Code
admin-ask-promo_prefix = How do the codes begin? Up to 22 letters (A–Z) and digits; ten random characters follow.
admin-field-promo_prefix = Beginning
admin-ask-promo_count = How many codes? Up to 5,000 at once.
admin-field-promo_count = Codes
admin-ask-promo_kind = What does it give?
admin-field-promo_kind = Gives
admin-ask-promo_percent = How many percent? From 1 to 99.
admin-field-promo_percent = Percent
admin-ask-promo_amount = What sum, in the currency of the shop? For example 100 or 99.50.
admin-field-promo_amount = Sum
admin-ask-promo_free_days = How many free days?
admin-field-promo_free_days = Free days
admin-ask-promo_hours = How many hours does the trial last?
admin-field-promo_hours = Hours of trial
admin-ask-promo_days = For how many days, beginning today, can it be used? Left out: without end.
admin-field-promo_days = Days it can be used
admin-ask-promo_max = How often can it be used by all together? Left out: any number of times.
admin-field-promo_max = Uses in all
admin-ask-promo_each = How often by one person? Left out: once.
admin-field-promo_each = Uses per person
admin-ask-promo_who = Who can use it?
admin-field-promo_who = For
admin-ask-promo_more = Any more conditions: first purchase, plans, lengths, least price, renewals?
admin-field-promo_more = More conditions
admin-ask-promo_first = For the first purchase of a person only?
admin-field-promo_first = First purchase only
admin-ask-promo_plans = For which plan? Tap one, or send the codes of several with spaces. Left out: all.
admin-field-promo_plans = Plans
admin-ask-promo_length = For which length? Left out: all.
admin-field-promo_length = Length
admin-ask-promo_min = From which price on? For example 500. Left out: any.
admin-field-promo_min = Least price
admin-ask-promo_adds = Does it come on top of other discounts? If not, the best one counts.
admin-field-promo_adds = On top of others
admin-ask-promo_renewals = How many automatic renewals does it lower, too?
admin-field-promo_renewals = Renewals
