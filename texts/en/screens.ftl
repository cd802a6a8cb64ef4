# The screens, one Telegram message each, in Telegram's HTML.

language-prompt =
    <b>{ -brand }</b>

    Choose your language.
    Выберите язык.

# Status card
free-trial = Free trial
status-line = { $status ->
    [active] 🟢 <b>{ $plan }</b>
        Valid until { $ends } · { left }
    [activating] 🟡 <b>{ $plan }</b>
        Your access is being switched on…
        Valid until { $ends } · { left }
    [expired] 🔴 <b>{ $plan }</b>
        Ended { $ends }
   *[none] ⚪️ <b>No subscription yet</b>
}
menu =
    <b>{ -brand }</b>

    { status-line }
    { balance-line }
menu-hint-try = Try it first: it is free, and nothing is charged afterwards.
menu-hint-buy = Choose a plan and your key works again at once.

# Buying
plans =
    <b>Choose a plan</b>

    { balance-line }
plan-line =
    <b>{ $plan }</b> · from { $amount }
    { $benefits }
plans-empty =
    <b>Nothing is on sale right now</b>

    Please look in again later. Your balance stays yours.
prices =
    <b>{ $plan }</b>

    For how long?
order =
    <b>Your order</b>

    Plan: <b>{ $plan }</b>
    Period: { period }
    Price: <b>{ $amount }</b>
    Valid until: <b>{ $ends }</b>
order-enough =
    Balance: { $balance }, { $remaining } after the purchase.

    This order is open until { $expires }.
order-short = Balance: { $balance }, <b>{ $short } short</b>.
order-short-hint = Top up and come back: your choice is kept.
paid =
    ✅ <b>Paid</b>

    Plan: <b>{ $plan }</b>
    Valid until: <b>{ $ends }</b>
    { balance-line }

# Topping up
topup =
    <b>Top up</b>

    { balance-line }

    How much would you like to add?
topup-amount =
    <b>Top up</b>

    Send me the amount as a message, from { $min } to { $max }.
topup-amount-wrong =
    <b>Top up</b>

    That is not an amount from { $min } to { $max }. Send just a number, for example 500.
invoice-title = Top up { $amount }
invoice-description = Adds { $amount } to your balance. Pay before { $expires }.
invoice-label = Balance
credited =
    ✅ <b>{ $amount } received</b>

    { balance-line }
credited-without-order =
    ✅ <b>{ $amount } received</b>

    The payment did not match an open top-up, so it went straight to your balance. Nothing is lost.

    { balance-line }
payment-held =
    <b>We have your payment of { $amount }</b>

    It could not be matched by itself, so a person will look at it. The money is safe.

# Access
access-ready =
    <b>Connect</b>

    { $plan }, valid until { $ends }

    Your key, tap it to copy:
    <code>{ $link }</code>

    1. Install an app that takes VLESS keys, such as Hiddify, v2rayNG or Streisand.
    2. Copy the key and choose “add from clipboard” in the app.
    3. Switch the connection on.

    The key is yours alone: please do not share it.
access-activating =
    <b>Connect</b>

    ⏳ Your access is being switched on. The key appears in this message by itself, usually within a second.
access-none =
    <b>Connect</b>

    There is no subscription to connect with yet.
access-expired =
    <b>Connect</b>

    { $plan } ended { $ends }. Choose a plan and the same key works again.
qr-caption = Scan this with your VPN app. The code is your key: please do not share it.

# Profile
profile =
    <b>Profile</b>

    ID: <code>{ $id }</code>
    With us since { $since }

    { status-line }
    { balance-line }

help =
    <b>How { -brand } works</b>

    You get a personal key, paste it into a VPN app, and that is all.

    /start – main menu
    /buy – buy or renew
    /profile – profile and balance
    /language – change the language

    You pay from your balance. Nothing is ever charged by itself, and a payment that reached us always ends up on your balance, even if it came late.

update-failed =
    Something went wrong on our side, and your last action may not have been finished.

    Your money is safe: whatever was paid is on your balance or in your subscription. Open the menu to see where things stand.
