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
button-profile = Profile and balance
button-language = Language
button-menu = Menu
button-back = Back
button-close = Close
button-buy = Choose a plan
button-renew = Renew
button-topup = Top up
button-topup-amount = Top up { $amount }
button-amount = { $amount }
button-other-amount = Other amount
button-plan = { $plan } · from { $amount }
button-price = { period } · { $amount }
button-price-saving = { period } · { $amount } · save { $saving }
button-pay = Pay { $amount } from balance
button-pay-invoice = Pay { $amount }
button-copy = Copy key
button-qr = QR code
button-continue = Continue the purchase

# Menu of commands in Telegram's input field.
command-start = Main menu
command-profile = Profile and balance
command-buy = Buy or renew
command-language = Language
command-help = How it works
