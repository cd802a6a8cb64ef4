# What users and admins are told when money or time was moved by somebody else. SQL names these; see
# billing.notify_operation(). Each says what happened to the money.
refunded =
    <b>{ $amount } refunded</b>

    The money for { $plan } is back on your balance: <b>{ $balance }</b>.
    { refunded-time }

    Reason: { $reason }
refunded-to-source =
    <b>{ $amount } refunded</b>

    The money for { $plan } goes back to where you paid from. That takes a few days at most; you will hear from us when it is sent.
    { refunded-time }

    Reason: { $reason }
refunded-time = { $runs ->
    [yes] Your subscription now runs until <b>{ UNTIL($ends_at) }</b>{ $renews ->
        [yes] {""}, and it will still be renewed: we tell you before anything is charged.
       *[no] {""}, and it will not be renewed.
    }
   *[no] Your subscription has ended, and your access with it. Nothing more will be charged.
}
refunded-undelivered =
    <b>We could not turn your access on</b>

    We are sorry. { $amount } is back on your balance: <b>{ $balance }</b>.
    { $runs ->
        [yes] What you had before still runs until <b>{ UNTIL($ends_at) }</b>.
       *[no] Nothing else was charged, and nothing will be charged automatically.
    }

    We have been told and are looking into it. You can try again at any time.
gift-undelivered =
    <b>We could not turn your access on</b>

    We are sorry. It cost you nothing, so there is nothing to give back. We have been told and are looking into it; your key appears under “Connect” as soon as it works.
# Of a gift who paid gets the money back, and who has it hears what that means.
refunded-gift =
    <b>{ $amount } refunded</b>

    The money for { $plan }, which you had paid for somebody else, is back on your balance: <b>{ $balance }</b>. The time that it paid for is taken back.

    Reason: { $reason }
refunded-to-source-gift =
    <b>{ $amount } refunded</b>

    The money for { $plan }, which you had paid for somebody else, goes back to where you paid from. That takes a few days at most; you will hear from us when it is sent. The time that it paid for is taken back.

    Reason: { $reason }
refunded-change-gift =
    <b>{ $amount } is back on your balance</b>

    The one whose subscription you had paid for has taken another plan. What was left of your money is yours again: <b>{ $balance }</b> is on your balance.
refunded-undelivered-gift =
    <b>We could not deliver your gift</b>

    We are sorry. What you had paid for somebody else could not be turned on. { $amount } is back on your balance: <b>{ $balance }</b>.

    We have been told and are looking into it. You can try again at any time.
gift-late =
    <b>We could not turn your access on</b>

    We are sorry: what somebody had paid for you is late, and the money went back to who paid. It cost you nothing.
    { $runs ->
        [yes] What you had before still runs until <b>{ UNTIL($ends_at) }</b>.
       *[no] Nothing will be charged automatically.
    }

    We have been told and are looking into it.
gift-taken-back =
    <b>Your subscription has changed</b>

    Somebody else had paid for time of yours, and got the money back.
    { refunded-time }

    Reason: { $reason }
access-works =
    <b>Your access is ready</b>

    Sorry for the wait. { $plan } runs until <b>{ UNTIL($ends_at) }</b>.
access-works-late =
    <b>The time you waited for is added</b>

    We are sorry: your access came later than it should have. The time is yours all the same: { $plan } runs until <b>{ UNTIL($ends_at) }</b>. It cost you nothing.
access-moved =
    <b>You have a new key</b>

    We have moved you to another server. Take the key from “Connect” and replace the old one in your app: that one no longer works. { $plan } runs until <b>{ UNTIL($ends_at) }</b> as before.
key-replaced =
    <b>You have a new key</b>

    For your safety we have replaced the key of a server. Apps that have your address get the new one when they update the subscription. A key that you copied no longer works: take the new one from “Connect”. { $plan } runs until <b>{ UNTIL($ends_at) }</b> as before.
address-replaced =
    <b>You have a new address</b>

    For your safety we have replaced your address and your keys: the old ones no longer work. Take the new one from “Connect” and add it on each of your devices. { $plan } runs until <b>{ UNTIL($ends_at) }</b> as before.
access-sent-again =
    <b>Your access</b>

    You can find your access under “Connect”. If your app shows an error, take it from there once more. { $plan } runs until <b>{ UNTIL($ends_at) }</b>.
device-unbound-by-hand =
    <b>Unbound by support</b>

    Support has removed { $all ->
        [yes] all your devices
       *[no] one of your devices
    }: no connection from there any more, and the place is free. To come back, open “Connect” on the device and add the subscription again. { $plan } runs until <b>{ UNTIL($ends_at) }</b>.
traffic-low =
    <b>80 % of your traffic is used</b>

    { $plan } runs until <b>{ UNTIL($ends_at) }</b>. When all of its traffic is used, the connection stops until it is counted anew. A plan with more traffic is one tap away.
traffic-used =
    <b>Your traffic is used up</b>

    The connection stops until your traffic is counted anew, or you choose a plan with more. { $plan } runs until <b>{ UNTIL($ends_at) }</b>.
payout-sending =
    <b>We are preparing your refund of { $amount }</b>

    The money goes back to where you paid from. That takes a few days at most; you will hear from us when it is sent.
    Balance: <b>{ $balance }</b>

    Reason: { $reason }
payout-sent =
    <b>{ $amount } was sent back</b>

    It went to where you paid from. Your bank or wallet may need a few days to show it.
payout-failed =
    <b>{ $amount } could not be sent back</b>

    The payment provider refused it. Nothing is lost: the money is on your balance again, <b>{ $balance }</b>.
payout-returned =
    <b>{ $amount } came back to us</b>

    Your bank or wallet did not take what we had sent back to you. Nothing is lost: the money is on your balance again, <b>{ $balance }</b>. If you would rather have it elsewhere, write to support.
payout-took-time =
    <b>Your subscription has changed</b>

    Your payment went back to where you paid from, and what it had paid for goes with it.
    { refunded-time }
payout-disputed =
    <b>Your bank took a payment back</b>

    You have that money again, so { $amount } is off your balance: <b>{ $balance }</b>. What the payment had paid for goes with it.
    { refunded-time }

    If you did not ask your bank for this, write to support.
payout-dispute-won =
    <b>{ $amount } is back on your balance</b>

    Your bank has left the payment with us after all. On your balance: <b>{ $balance }</b>. Nothing is bought from it automatically: choose a plan whenever you like.
credited-by-hand =
    <b>{ $amount } added to your balance</b>

    Your balance is now <b>{ $balance }</b>.

    Reason: { $reason }
debited-by-hand =
    <b>{ $amount } was taken from your balance</b>

    Balance: <b>{ $balance }</b>

    Reason: { $reason }
promo-bonus-taken-back =
    <b>A bonus was taken back</b>

    The promo code that gave it was for customers who have paid, and all that you had paid went back to you. So { $amount } of bonus is off your balance: <b>{ $balance }</b>.
promo-time-taken-back =
    <b>Your subscription has changed</b>

    The promo code that gave you free time was for customers who have paid, and all that you had paid went back to you. So that time goes with it.
    { refunded-time }
payment-found =
    <b>{ $amount } received</b>

    We found your payment: it had reached us without your name. It is on your balance now: <b>{ $balance }</b>.
missed =
    <b>We could not write to you for a while</b>

    What was charged, given back or ended since { $since } is under “History”.
time-granted =
    <b>Your subscription runs longer</b>

    { $plan } now runs until <b>{ UNTIL($ends_at) }</b>. It cost you nothing.

    Reason: { $reason }
time-shortened =
    <b>Your subscription ends earlier</b>

    { $plan } now runs until <b>{ UNTIL($ends_at) }</b>. Nothing was charged.

    Reason: { $reason }
cancelled-by-hand =
    <b>Your subscription is cancelled</b>

    { $plan } runs until <b>{ UNTIL($ends_at) }</b> and is not renewed. Nothing was charged, and nothing will be. You can undo this under “Subscription” until then.

    Reason: { $reason }
auto-renewal-on-by-hand =
    <b>Auto-renewal is on</b>

    { $plan } runs until <b>{ UNTIL($ends_at) }</b> and is then renewed from your balance or a saved payment method. Nothing was charged; we tell you before anything is. You can turn it off under “Subscription”.

    Reason: { $reason }
auto-renewal-off-by-hand =
    <b>Auto-renewal is off</b>

    { $plan } runs until <b>{ UNTIL($ends_at) }</b>. Nothing was charged, and nothing is charged automatically any more. You can turn it on under “Subscription”.

    Reason: { $reason }
access-revoked =
    <b>Your subscription was ended</b>

    { $plan } and your access ended { ON($ends_at) }. Nothing was charged; your balance is <b>{ $balance }</b>.

    Reason: { $reason }

# To admins
admin-undelivered =
    ⚠️ <b>Access not delivered</b>

    User { $user }, subscription { $subscription }: { $error }
    Given back: { $amount }
admin-dispute =
    ⚖️ <b>{ $state ->
        [won] A dispute is won
        [lost] A dispute is lost
       *[opened] A payment is disputed
    }</b>

    { $provider } { $dispute }, payment { $payment }: { $amount }, { $reason }
    Covered by the payer's balance: { $covered }{ $has_due ->
        [yes] {""}
    Evidence is taken until { UNTIL($due) }, in the provider's cabinet.
       *[no] {""}
    }
admin-refund-returned =
    ↩️ <b>A refund came back</b>

    { $provider }, payment { $payment }, refund { $refund }: { $amount }, { $reason }
    The payer has it on the balance and was told so. Another try: select ops.payout({ $payment }, '…')
admin-refund-failed =
    ↩️ <b>A refund could not be sent</b>

    { $provider }, payment { $payment }, refund { $refund }: { $amount }, { $reason }
    The payer has it on the balance and was told so. Another try: select ops.payout({ $payment }, '…')
admin-refund-waits =
    ↩️ <b>A refund waits</b>

    { $provider }, payment { $payment }, refund { $refund }: { $amount }, { $reason }
    The money is held, and it is tried again { ON($at) }. Put money on your account at the provider.
alarm-raised =
    🚨 <b>{ $name }</b>

    { $detail }
alarm-over = ✅ <b>{ $name }</b> is resolved.
