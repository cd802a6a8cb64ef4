# The screens, one Telegram message each, in Telegram's HTML.

language-prompt =
    <b>{ -brand }</b>

    Choose your language.
    Выберите язык.
language =
    <b>Language and time</b>

    Your clock shows <b>{ $clock }</b> ({ $city }): dates and times are written by it.
zones =
    <b>Your time</b>

    What does your clock show now?

# Status card
free-trial = Free trial
status-line = { $status ->
    [active] 🟢 <b>{ $plan }</b>
        Valid until { UNTIL($ends) }{ status-then }
    [activating] 🟡 <b>{ $plan }</b>
        Your access is being turned on…
        Valid until { UNTIL($ends) }{ status-then }
    [grace] 🟠 <b>{ $plan }</b>
        Ended { ON($ends) }
        Access is kept until { UNTIL($expires) }
    [expired] 🔴 <b>{ $plan }</b>
        Ended { ON($ends) }
   *[none] ⚪️ <b>No subscription yet</b>
}
status-then = { $then ->
    [yes] {""}
    Then <b>{ $then_plan }</b> until { UNTIL($then_ends) }
   *[no] {""}
}
# The menu's head: one line, and how many devices and how much money there are.
menu = { $status ->
    [active] 🟢 <b>{ $plan }</b> until { UNTIL($ends) }
    [activating] 🟡 <b>{ $plan }</b>: your access is being turned on
    [grace] 🟠 <b>{ $plan }</b> ended, VPN works until { UNTIL($expires) }
    [restricted] 🟠 <b>{ $plan }</b> ended, only Telegram and the shop work until { UNTIL($expires) }
   *[expired] 🔴 <b>{ $plan }</b> ended { ON($ends) }
}
menu-balance = { $balance }
menu-welcome =
    <b>{ -brand }</b>

    Sites and apps open again on your phone, computer and TV. It takes two minutes to set up.
devices-of = { $count } of { $limit ->
    [one] { $limit } device
   *[other] { $limit } devices
}
more =
    <b>More</b>

    Your number for support: <code>{ $id }</code>
balance =
    <b>Balance</b>

    { balance-line }

    Plans and renewals are paid from it.
menu-hint-try = Try it first: it is free, and nothing is charged afterwards.
menu-hint-buy = Choose a plan and your key works again at once.
menu-hint-renew = Renew it and your key works again at once.
menu-hint-grace = Renew it by then, and your access goes on without a break.

# Who has several sees them all, and is asked which one where it matters.
menu-several = <b>{ -brand }</b>
which = <b>Which subscription?</b>
which-key = <code>{ $link }</code>

# Buying
plans =
    <b>Choose a plan</b>

    { balance-line }
plan-line =
    <b>{ $plan }</b> · from { $amount }
    { $benefits }
plan-line-current =
    ✅ <b>{ $plan }</b> · your plan · from { $amount }
    { $benefits }
plans-empty =
    <b>Nothing is on sale right now</b>

    Please look in again later. Nothing was charged, and your balance stays yours.
plans-paused =
    <b>Sales are paused for the moment</b>

    Nothing was charged, and what you have goes on as before. Please look in again later.
prices = <b>{ $plan }</b>
prices-question = For how long?
prices-renewal = The new period is added to the one that runs.
prices-change = The change takes effect at once, and the unused time of { $old_plan } that you have paid for counts towards the price.
prices-later = ⏳ costs no more per day than { $old_plan }, so it begins when the time that you have paid for is over.

# An order, from its head down to what it does to the balance.
order-purchase =
    <b>Your order</b>

    Plan: <b>{ $plan }</b>
    Period: { period }
order-renewal =
    <b>Renewal</b>

    Plan: <b>{ $plan }</b>
    Period: { period } more
order-change =
    <b>Change of plan</b>

    From { $old_plan } to <b>{ $plan }</b>, at once
    Period: { period }
order-price = Price: <b>{ $amount }</b>
order-credit = Unused time of { $old_plan }: −{ $credit }
order-due = To pay: <b>{ $due }</b>
order-gives-back = To pay: nothing, and { $back } go back to your balance
order-runs-until = Valid so far until: { UNTIL($until) }
order-ends = Valid until: <b>{ UNTIL($ends) }</b>
order-moves = Valid until: { UNTIL($until) } → <b>{ UNTIL($ends) }</b>
order-enough =
    Balance: { $balance }, { $remaining } after the purchase.

    The price holds until { UNTIL($expires) }.
order-short = Balance: { $balance }, <b>{ $short } short</b>.
order-short-hint =
    Top up, and the order is paid automatically as soon as the money is here.

    The price holds until { UNTIL($expires) }.
order-topup-least = A top-up is { $least } at least; what is left of it stays on your balance.
order-topup-most =
    One top-up is { $most } at most, so it takes { $count ->
        [one] { $count } of them
       *[other] { $count } of them
    }. The order can be paid once your balance covers it.
order-ends-gift = The unused time of { $old_plan } that somebody else has paid for ends with the change. Its money goes back to who paid, and does not count towards your price.
order-undoes = The change to { $next_plan } that was to follow is dropped with it.
order-stays-cancelled = Your cancellation stands: it ends then and is not renewed, unless you turn that on again.
order-renews = It is renewed automatically a day before it ends, from your balance or a saved payment method, until you turn that off under “Subscription”.
order-later =
    <b>Change to { $plan }</b>

    { $old_plan } runs on until <b>{ UNTIL($starts) }</b>, as you have paid for it. Nothing is charged now.

    From then on: <b>{ $plan }</b>, { period } for <b>{ $amount }</b>.
scheduled =
    ✅ <b>Done</b>

    <b>{ $plan }</b> for <b>{ $amount }</b> begins { ON($starts) }. Nothing was charged now.
scheduled-stays =
    ✅ <b>Done</b>

    Your plan stays <b>{ $plan }</b>, for <b>{ $amount }</b> from { $starts } on. Nothing was charged now.
scheduled-auto-on = It will be paid automatically a day before, from your balance or a saved payment method. You can change your mind until then.
scheduled-auto-off = Auto-renewal is off: access ends { ON($starts) } unless you renew it yourself.

# After the money moved
paid = ✅ <b>Paid</b>
paid-by-topup = ✅ <b>Payment received, and your order is paid</b>
renewed-by-topup = ✅ <b>Payment received, and your subscription is renewed</b>
bought =
    Plan: <b>{ $plan }</b>
    Valid until: <b>{ UNTIL($ends) }</b>
    { balance-line }
bought-cancelled = Your cancellation stands: it ends then and is not renewed.
bought-key =
    Your key, tap it to copy:
    <code>{ $link }</code>
bought-address = ✅ Your access is ready. Tap Connect: one more tap adds it to an app.
bought-key-slow = ⏳ This takes longer than usual. If it fails, your money returns to your balance and we write to you.
undelivered =
    <b>We could not turn your access on</b>

    The money is back on your balance, nothing is lost.

    { balance-line }
bought-key-soon = ⏳ Your access is being turned on. The key appears in this message automatically, usually within a second.

# Topping up
topup =
    <b>Top up</b>

    { balance-line }

    How much would you like to add?
payment-methods =
    <b>Add { $amount }</b>

    How would you like to pay?
payment-methods-down = ⚠️ What is marked does not answer at the moment. The others work.
payment-remembered = ✅ The card that you pay with will be remembered for renewals: what your balance is short of is then taken from it automatically, and announced before.
payment-remembered-whole = ✅ The card that you pay with will be remembered for renewals: their whole price is then taken from it automatically, and announced before.
payment-not-remembered = The card that you pay with is not remembered.
payment-creating =
    <b>Add { $amount }</b>

    One moment, { $way } is preparing the payment page.
payment-open =
    <b>Add { $amount }</b>

    You pay { $asked } by { $way }, and { $amount } comes to your balance. The page works until { UNTIL($expires) }.

    This message changes automatically once the payment is here.
payment-open-remembers = ✅ It will be remembered for renewals. You can have it forgotten under “Balance” at any time.
payment-open-monthly = 🔁 Telegram then charges { $asked } every 30 days automatically, and it renews what you buy now. You can end that under “Balance”, or in Telegram.
payment-paid =
    ✅ <b>Paid</b>

    { $amount } is on your balance.
payment-over =
    <b>This page has expired</b>

    Nothing was charged. If you did pay, nothing is lost: the money comes to your balance as soon as { $way } tells us.
payment-processing =
    <b>The payment is being processed</b>

    { $way } is waiting for your bank, which can take some days. There is nothing more to do: the money comes to your balance as soon as it is confirmed. Please do not pay again.
payment-failed =
    <b>It does not work this way</b>

    { $way } did not make a payment page for { $asked }. Nothing was charged; please take another way to pay.
topup-amount =
    <b>Top up</b>

    Send me the amount as a message, from { $min } to { $max }.
topup-amount-wrong =
    <b>Top up</b>

    That is not an amount from { $min } to { $max }. Send just a number, for example 500.
invoice-title = Top up { $amount }
invoice-description = Adds { $amount } to your balance. Pay before { UNTIL($expires) }.
invoice-label = Balance
charge-title = Renewal { $amount }
credited =
    ✅ <b>{ $amount } received</b>

    { balance-line }
credited-without-order =
    ✅ <b>{ $amount } received</b>

    The payment did not match an open top-up, so it went straight to your balance. Nothing is lost.

    { balance-line }
payment-held =
    <b>We have your payment of { $amount }</b>

    It could not be matched automatically, so a person will look at it. The money is safe.

# Access
access-ready =
    <b>Connect</b>

    { $plan }, valid until { UNTIL($ends) }{ status-then }

    Your key, tap it to copy:
    <code>{ $link }</code>

    1. Install an app that takes VLESS keys, such as Hiddify, v2rayNG or Happ.
    2. Copy the key and choose “add from clipboard” in the app.
    3. Turn the connection on.

    The key is yours alone: please do not share it.
access-activating =
    <b>Connect</b>

    ⏳ Your access is being turned on. The key appears in this message automatically, usually within a second.
access-slow =
    <b>Connect</b>

    { bought-key-slow }
access-none =
    <b>Connect</b>

    There is no subscription to connect with yet.
access-expired =
    <b>Connect</b>

    { $plan } ended { ON($ends) }. Choose a plan and the same key works again.
access-page =
    <b>Connect</b>

    { $plan }, valid until { UNTIL($ends) }{ status-then }

    Which device do you want to connect?

    Or add this address in any VPN app, tap it to copy:
    <code>{ $address }</code>

    It is yours alone: whoever has it uses your VPN.
access-lagging = ⏳ { $ready } of { $count } servers are ready. The others appear in your app by themselves.
device =
    <b>{ device-name }</b>

    1. Install one of these apps.
    2. Come back and tap “Add”: the app opens with your subscription.
    3. Turn it on in the app.
device-by-qr =
    <b>{ device-name }</b>

    1. Install the app on the TV.
    2. In the app, scan the QR code or type the address in.
    3. Turn it on.
device-name = { $platform ->
    [ios] iPhone and iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] TV
}
reissue =
    <b>A new address?</b>

    Take one if somebody else got yours. The old address and its keys stop working at once, <b>on all your devices</b>: you add the new one on each of them.

    Your subscription and your balance stay as they are.
qr-caption = For another device: scan this with the VPN app there. The code is your key: please do not share it.

# Devices
devices = <b>Devices: { $count } of { $limit }</b>
devices-unlimited = <b>Devices: { $count }</b>
devices-unread = <b>Devices</b>
devices-line = • { $device }
devices-line-seen = • { $device } – last seen { $at }
devices-unbinding = • { $device } – ⏳ being unbound
devices-unnamed = Unnamed device
devices-reading = ⏳ We are asking the server. The list appears here automatically.
devices-late = The server has not answered yet. Please look again in a few minutes.
devices-failed = The server cannot list the devices at the moment. Your VPN works all the same.
devices-none = No device is bound yet. A device appears here when its app has loaded your subscription, if the app tells which device it is on.
devices-note = Unbind a device that you no longer use: its place becomes free. If somebody else has your address, unbinding is not enough: take a new address.
unbind =
    <b>Unbind { $device }?</b>

    Its place becomes free. That device can no longer update the subscription until it takes a place again.
unbind-all =
    <b>Unbind all devices?</b>

    All places become free. Each device takes one again when its app updates the subscription.

# Subscription
profile =
    <b>Subscription</b>

    { status-line }
    { balance-line }
profile-traffic = Traffic: { $used } of { $limit } GB used
profile-traffic-unlimited = Traffic: { $used } GB used
profile-devices = Devices: { $devices } of { $limit }
profile-online = Last connected: { $at }
profile-next-charge =
    Auto-renewal: <b>on</b>
    Next charge: { $at }, <b>{ $amount }</b> for { period }
profile-next-change =
    Auto-renewal: <b>on</b>
    Next charge: { $at }, <b>{ $amount }</b> for <b>{ $next_plan }</b>, { period }
profile-short = ⚠️ The balance is <b>{ $short } short</b> for it: top up by then.
profile-paid-by = Paid with <b>{ $method }</b>.
profile-renewal-off = Auto-renewal: <b>off</b>. Access ends { ON($ends) } unless you renew it yourself.
profile-cancelled = <b>Cancelled</b>: access stays until then, and nothing more is charged.
profile-not-on-sale = Auto-renewal: <b>on</b>, but your plan is not on sale now, so nothing is charged. Should it be on sale again in time, we tell you and then renew it.
profile-trial = Nothing is charged when it ends.
profile-grace-short = Your balance is <b>{ $short } short</b> to keep it: top up, and it is renewed automatically as soon as the money is here.
profile-restricted = 🔒 Until it is renewed, the VPN reaches only what you need for that: Telegram and the shop.
profile-grace = Renew it by then to keep your access.

# Payment methods
notices =
    <b>Notifications</b>

    About your money and your access you always hear: charges, refunds, and an end before it comes. Nothing that can wait comes at night.
notices-tips-on = Tips and offers: <b>on</b>
notices-tips-off = Tips and offers: <b>off</b>
saved-methods =
    <b>Payment methods</b>

    What renewals are paid with, in this order:
saved-methods-none =
    <b>Payment methods</b>

    Nothing is remembered. When you pay, you can have the card remembered for renewals.
saved-methods-balance = Your balance is used first; only what it is short of is charged.
saved-methods-whole = The whole price is charged; your balance is used only where that fails.
saved-method = • { $method }
saved-method-monthly = • { $method }: charged by Telegram, next on { $until }
saved-method-failed = • { $method }: ⚠️ was declined and is not charged any more
saved-method-stopped = • { $method }: ⚠️ is not charged any more. For it to go on, keep your subscription here, then switch it on in Telegram: Settings, My Stars
saved-method-removed = • { $method }: ended, nothing more is charged after { $until }
cancel =
    <b>Cancel { $plan }?</b>

    You keep access until <b>{ UNTIL($ends) }</b>. Nothing more is charged, and nothing is renewed.

    You can undo this at any time before then.
cancel-in-grace =
    <b>Cancel { $plan }?</b>

    It ended { ON($ends) }, and access is only kept so that you can still renew it. If you cancel, <b>access ends now</b>. Nothing is charged.

# History: two lines an entry, the money and why.
history =
    <b>History</b>

    What came, what was charged, what was given, and why. Newest first.
history-empty =
    <b>History</b>

    Nothing here yet: no payment, no charge, no gift.
history-money = { $date } · <b>{ $direction ->
    [out] −
   *[in] +
}{ $amount }</b> · balance { $balance }
history-free = { $date } · <b>free</b>
history-cause = { $cause ->
    [topup] Top-up through { $provider ->
        [telegram] Telegram
        [crypto] Crypto Pay
        [yookassa] YooKassa
       *[other] { $provider }
    }
    [purchase] Bought { $plan }, { period }, until { $ends }
    [renewal] Renewal of { $plan }, { period }, until { $ends }
    [change] Change to { $plan }, { period }, until { $ends }
    [change_credit] Unused time of { $plan }, given back at the change of plan
    [refund] Refund for { $plan }, { period }
    [undelivered] Refund for { $plan }, { period }: it could not be turned on
    [payout] Sent back to where it was paid from
    [payout_failed] Could not be sent back, so it is on your balance again
    [payout_returned] Came back to us, so it is on your balance again
    [loss] Covered by us
    [dispute_covered] Taken back by your bank
    [dispute_won] Your bank gave the payment back
    [credit] Added by support
    [debit] Taken by support
    [assignment] We found your payment
    [exchange] Exchanged into the currency of the shop
    [reward] For inviting others
    [welcome] Bonus for your first payment
    [reward_taken_back] For inviting, taken back: the payment went back
    [withdrawal] Asked to be paid out
    [withdrawal_returned] Not paid out, yours again
    [trial] Free trial until { $ends }
    [grant] A gift: { $plan } until { $ends }
    [gift] A gift for somebody: { $plan }, { period }
    [gift_returned] Money of a gift given back: { $plan }, { period }
    [gift_taken] A gift that you got: { $plan }, { period }, until { $ends }
    [prize] Won in the game
    [prize_days] Won in the game: { $plan } until { $ends }
    [reversal] Correction of an earlier entry
    [promo] Promo code
    [promo_taken_back] Promo code: taken back after a refund
   *[other] Other entry
}
history-reason = “{ $reason }”

help =
    <b>How { -brand } works</b>

    Choose your device under Connect, add your access to a VPN app, and that is all.

    /start – main menu
    /buy – buy or renew
    /profile – subscription and auto-renewal
    /history – every charge, and what it was for
    /language – change the language or the time

    You pay from your balance, and a payment that reached us always ends up there, even if it came late.

    A paid plan is renewed one day before it ends, from the balance or a saved payment method. We tell you the amount beforehand, and you can turn this off or cancel under “Subscription” at any time. The free trial never charges anything.

update-failed =
    Something went wrong on our side, and your last action may not have been finished.

    Your money is safe: whatever was paid is on your balance or in your subscription. Open the menu to see where things stand.
