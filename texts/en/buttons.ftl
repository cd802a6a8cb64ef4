# Labels of buttons; the ones in notices are named by SQL as well.
button-try = Try free ({ $unit ->
    [day] { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
   *[hour] { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
})
button-connect = Connect
button-subscription = Subscription
button-profile = My subscription
button-balance = Balance
button-more = More
button-admin = Admin
button-which = { $plan }
button-history = History
button-language = Language, time
button-zones = 🕐 { $clock } { $city }
button-zone = { $clock } { $city }
button-zone-chosen = ✅ { $clock } { $city }
button-notices = Notifications
button-tips-on = Turn tips and offers on
button-tips-off = Turn tips and offers off
button-help = Help
button-support = Support
button-reply = Reply
button-solved = It is solved
button-write-more = Write more
button-ask = { $topic ->
    [access] Not working
    [payment] Payment
   *[other] Other
}
button-ask-anyway = Ask support
button-faq = { $question ->
    [pay] How to pay
    [connect] How to connect
    [slow] It is slow
    [devices] Devices
   *[refund] Refunds
}
button-ticket-history = History
button-close-ticket = Close
button-privacy = My data
button-get-data = Get my data as a file
button-delete = Delete my account
button-delete-yes = Yes, delete everything
button-keep-account = Keep my account
button-menu = Menu
button-back = Back
button-close = Close
button-offers-off = No such messages
button-buy = Choose a plan
button-buy-wanted = Buy { $plan } · { $amount }
button-try-again = Try again
button-renew = Renew
button-topup = Top up
button-topup-amount = Top up { $amount }
button-topup-for = Top up { $amount } for { $plan }
button-topup-renewal = Top up { $amount } for the renewal
button-amount = { $amount }
button-method = { $way } · { $amount }
button-method-down = ⚠️ { $way } · { $amount }
button-way-telegram = Card in Telegram
button-way-yookassa = Card or SBP
button-way-stripe = Card
button-way-stars = Telegram Stars
button-way-crypto-pay = Crypto Bot
button-way-heleket = Cryptocurrency
button-monthly = 🔁 { $way } · { $amount } every 30 days
button-remember-on = Remember it for renewals
button-remember-off = Do not remember it
button-saved-methods = Payment methods
button-forget-method = ✕ { $method }
button-method-up = ↑ { $method }
button-resume-method = Resume { $method }
button-balance-first = Balance first
button-methods-first = Charge the whole price
button-confirm = Confirm
button-pay-page = Pay { $amount }
button-check-payment = I have paid
button-other-method = Another way to pay
button-other-amount = Other amount
button-plan = { $plan } · from { $amount }
button-plan-current = ✅ { $plan } · from { $amount }
button-price = { period } · { $amount }
button-price-saving = { period } · { $amount } · save { $saving }
button-price-later = ⏳ { period } · { $amount }
button-price-was = { period } · { $was } → { $amount }
button-pay = Pay { $amount } from balance
button-change-now = Change the plan now
button-change-later = Change when it ends
button-keep-plan = Stay with { $plan }
button-copy = Copy key
button-device = { $platform ->
    [ios] iPhone
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] TV
}
button-install = Install { $app }
button-add-to = Add to { $app }
button-copy-address = Copy address
button-page = Open the page
button-all-apps = All apps and help
button-reissue = New address
button-reissue-yes = Yes, a new address
button-keep-address = Keep it
button-devices = Devices
button-unbind = ✕ { $device }
button-unbind-all = Unbind all
button-unbind-yes = Yes, unbind
button-keep-device = Keep
button-qr = QR code
button-invite = Invite
button-share = Share
button-referrals-on = Hear of who comes by my link
button-referrals-off = Hear no more of who comes by my link
button-change-plan = Change plan
button-renew-for = Renew for { $amount }
button-do-not-renew = Do not renew
button-auto-on = Turn auto-renewal on
button-auto-off = Turn auto-renewal off
button-cancel = Cancel plan
button-cancel-yes = Yes, cancel it
button-keep = Keep plan
button-older = ‹ Older
button-newer = Newer ›

# Menu of commands in Telegram's input field.
command-start = Main menu
command-profile = Subscription and auto-renewal
command-buy = Buy or renew
command-connect = Connect a device
command-history = Charges and payments
command-promo = Enter a promo code
command-referral = Invite others
command-language = Language and time
command-support = Ask support
command-privacy = My data, delete my account
command-help = How it works

# Terms, channels, companies.
button-terms = Rules
button-read-terms = Read the rules
button-accept-terms = I accept the rules
button-joined = I have joined
button-company = For companies
button-company-again = Start over
button-skip = Skip
button-send = Send
# What an empty chat says about the bot, and what a shared link shows.
description =
    Sites and apps open again on your phone, computer and TV. It takes two minutes to set up.

    Tap Start: it costs nothing to look.
description-short = Sites and apps open again on your phone, computer and TV.

# Promo codes.
button-promo = Promo code
button-promo-again = Try the last code again
button-promo-remove = Remove the code

# Gifts, names, the game.
button-gift = Give a gift
button-my-gifts = My gifts
button-gift-of = 🎁 { $plan }, { period }
button-gift-send = Send
button-gift-return = Take the money back
button-gift-return-yes = Take it back
button-keep-gift = Keep the gift
button-send-link = Choose whom to send it
button-copy-link = Copy the link
button-take = Take the gift
button-take-new = As one more subscription
button-another = Add another
button-name = Rename
button-game = Game
button-throw = 🎳 Throw
command-gift = Give a subscription
command-game = Bowling for prizes

# Withdrawals.
button-withdraw = Withdraw
button-withdraw-all = All: { $amount }
button-cancel-withdrawal = Cancel the withdrawal
button-confirm-withdrawal = Withdraw { $amount }
button-withdrawals = Withdrawals
button-approve = Approve
button-reject = Refuse
button-show-requisites = Show details
button-was-paid = It is paid
button-sent-by-hand = Yes, I have sent the money
button-not-paid = Not paid
button-refuse = { $why ->
    [requisites] The details are wrong
    [rules] Against the rules
   *[other] Other: support explains
}
button-promo-order = Back to the order
