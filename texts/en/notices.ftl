# What the shop says without being asked. SQL names these; see app.notify().
trial-ended =
    <b>VPN is off: your free trial has ended</b>

    It ran until { UNTIL($ended_at) }. Nothing was charged. Choose a plan and the same key works again at once.
subscription-ended =
    <b>VPN is off</b>

    Your subscription { $plan } ran until { UNTIL($ended_at) }. Nothing was charged. Renew it and the same key works again at once.
subscription-ended-cancelled =
    <b>VPN is off</b>

    Your subscription { $plan } ran until { UNTIL($ended_at) }. It was cancelled, so nothing was charged and nothing will be. Thank you for having been with us; your key is kept should you come back.
subscription-renewed =
    <b>Renewed until { UNTIL($ends_at) }</b>

    { $plan }, { period }: { $amount } was taken from your balance, { $balance } is left on it. Your key stays the same.
# The old price beside a higher one.
renewal-price = { $risen ->
    [yes] { $was } → { $amount }
   *[no] { $amount }
}
# Where the smallest top-up is more than what is missing, or the greatest one less.
topup-note = { $topup_is ->
    [least] {""} A top-up is { $topup } at least; what is left of it stays on your balance.
    [most] {""} One top-up is { $topup } at most, so it takes more than one.
   *[exact] {""}
}
subscription-renewed-method =
    <b>Renewed until { UNTIL($ends_at) }</b>

    { $plan }, { period }: { $amount }. { $charge } of it was taken from { $method }; { $balance } is left on your balance. Your key stays the same.
renewal-announced =
    <b>Your subscription will be renewed</b>

    { $next }, { period }: { renewal-price } will be taken from your balance { ON($at) }. There is enough on it: { $balance }. No action needed; you can turn renewal off under “Subscription”.
renewal-announced-method =
    <b>Your subscription will be renewed</b>

    { $next }, { period }: { renewal-price } { ON($at) }. { $charge } of it will be taken from { $method }. No action needed; you can turn renewal off under “Subscription”, or choose how it is paid under “Balance”.
renewal-announced-short =
    <b>{ $missing } is missing for the renewal</b>

    { $next }, { period }: { renewal-price } would be taken from your balance { ON($at) }. There is { $balance } on it. Top up in time and it renews automatically.{ topup-note }
renewal-announced-partly =
    <b>{ $missing } is missing for the renewal</b>

    { $next }, { period }: { renewal-price } { ON($at) }. { $charge } of it will be taken from { $method }. There is { $balance } on your balance. Top up in time and it renews automatically.{ topup-note }
renewal-price-risen =
    <b>The price has risen</b>

    { $next }, { period }: <b>{ renewal-price }</b>. Nothing was charged yet: it will be { ON($at) }, unless you say no. { $plan } runs until { UNTIL($ends_at) }, and your access stays on until the charge.
renewal-ending =
    <b>Your subscription ends soon</b>

    { $plan } runs until <b>{ UNTIL($ends_at) }</b>.
    { why-it-ends } Renew it in time and nothing of it is lost.
renewal-unavailable =
    <b>Your subscription cannot be renewed</b>

    What you have is not on sale now. Nothing will be charged. { $plan } runs until { UNTIL($ends_at) }, access is kept until { UNTIL($expires_at) }: choose another plan to stay. Should it be on sale again before that, we tell you first and then renew it.
renewal-not-made =
    <b>Your subscription was not renewed</b>

    The money for { $plan } came after its end, and since then we could not renew it. { $balance } is on your balance: choose a plan to go on.
renewal-short =
    <b>{ $missing } is missing for the renewal</b>

    { $next }, { period }, costs { $amount }, your balance is { $balance }. Nothing was charged. { $plan } runs until { UNTIL($ends_at) }; top up and it renews at once.{ topup-note }
renewal-declined =
    <b>{ $method } could not be charged</b>

    { $next }, { period }, costs { $amount }, your balance is { $balance }. Nothing was charged. { $plan } runs until { UNTIL($ends_at) }: top up { $missing } and it renews at once, or pay by another way. Where the reason may pass, we try again before then.{ topup-note }
renewal-confirm =
    <b>Please confirm the payment</b>

    Your bank wants to ask you before { $charge } is taken from { $method } for { $next }, { period }. Nothing was charged yet. { $plan } runs until { UNTIL($ends_at) }; confirm it and it renews at once.
renewal-grace =
    <b>Renew by { UNTIL($expires_at) }: { $access ->
        [restricted] only Telegram and the shop still work
       *[full] VPN still works
    }</b>

    It could not be renewed: { $next }, { period }, costs { $amount }, your balance is { $balance }. Nothing was charged. { $plan } ran until { UNTIL($ends_at) }, access is kept until { UNTIL($expires_at) }{ $access ->
        [restricted] , but only to what you need to renew: Telegram and the shop
       *[full] {""}
    }. { $pay ->
        [confirm] Your bank wants to ask you before { $charge } is taken from { $method }: confirm it and it goes on without a gap.
       *[topup] { $missing } is missing: top up and it goes on without a gap.{ topup-note }
    }
# What is said before access ends, and after; see billing.notice_rules.
why-it-ends = { $why ->
    [short] <b>{ $missing }</b> is missing for the renewal, so nothing will be charged.
    [unavailable] It is not on sale now, so nothing will be charged.
    [cancelled] It was cancelled, so nothing will be charged.
    [gift] It was a gift, so nothing will be charged.
   *[off] Auto-renewal is off, so nothing will be charged.
}
access-ends-tomorrow =
    <b>{ $access ->
        [restricted] What is left of your VPN stops { ON($expires_at) }
       *[full] Your VPN stops { ON($expires_at) }
    }</b>

    { why-it-ends }
    Renew { $plan } before that: without the VPN, Telegram may not open.
access-ends-soon =
    <b>{ $access ->
        [restricted] What is left of your VPN stops in a few hours, { ON($expires_at) }
       *[full] Your VPN stops in a few hours, { ON($expires_at) }
    }</b>

    { why-it-ends }
    Renew { $plan } now: without the VPN, Telegram may not open.
trial-first-hours =
    <b>Is everything working?</b>

    Your free trial runs until <b>{ UNTIL($expires_at) }</b>.
    If a page does not open, set the VPN up once more: it takes a minute.
trial-second-day =
    <b>Your free trial runs until { UNTIL($expires_at) }</b>

    Then the VPN stops. Nothing is charged automatically.
    Choose a plan whenever you like: the key stays the same.
trial-ends =
    <b>Your free trial ends { ON($expires_at) }</b>

    Nothing is charged.
    Choose a plan before that and the VPN goes on with the same key; without it, Telegram may not open.
trial-ended-offer =
    <b>Your free trial has ended</b>

    It ran until { UNTIL($ended_at) }. Nothing was charged.
    <b>{ $percent } % off every plan until { UNTIL($until) }</b>, for you alone: the price is already lower.
    Choose a plan and the same key works again at once.
never-connected =
    <b>Not connected yet?</b>

    { $plan } runs until <b>{ UNTIL($ends_at) }</b>, and nobody has connected so far.
    Choose your device: the steps take two minutes.
win-back-offer = { $offer ->
    [yes] {""}
    <b>{ $percent } % off every plan until { UNTIL($until) }</b>, for you alone.
   *[no] {""}
}
win-back =
    <b>Your VPN is off</b>

    { $plan } ran until { UNTIL($ends_at) }. Your key is kept: renew, and it works again at once.{ win-back-offer }
win-back-last =
    <b>Shall we keep your key?</b>

    { $plan } ran until { UNTIL($ends_at) }. The key works again as soon as you renew.{ win-back-offer }
    This is our last message about it.
owner-made =
    <b>You own this shop now</b>

    The admin menu is the last row of the menu.
owner-link-over =
    <b>This link is over</b>

    It opens once, within an hour. A new one is made where the shop runs.
