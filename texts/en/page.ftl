# The subscription page, and what apps show of it. Plain text: the page's templates escape it.

page-brand = { -brand }
page-trial = Free trial
page-plan = { $plan }
page-status = { $status ->
    [active] Active
    [activating] Being turned on
    [grace] Ended, still works
    [restricted] Ended, only Telegram and the shop work
    [expired] Ended
   *[none] No subscription
}
page-until = { $status ->
    [grace] Renew by { UNTIL($expires) }
    [expired] Ended on { $ends }
    [none] Ended on { $ends }
   *[other] Until { $ends }
}
page-then = Then { $plan } until { $ends }
page-days-left = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
page-renews = Renewed automatically
page-traffic-left = { $left } of { $limit } GB left
page-traffic-limit = { $limit } GB of traffic
page-traffic-used = { $used } GB used
page-traffic = Traffic
page-waiting = Your access is being turned on, usually within a minute. Then reload this page.
page-over = VPN does not work now. Renew, and this address and your app work again; nothing has to be set up anew.
page-renew = Renew in Telegram
page-connect = Connect
page-platform = { $platform ->
    [ios] iPhone and iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] TV
}
page-step-install = Install an app
page-step-add = Add your subscription
page-step-turn-on = Turn it on
page-turn-on = In the app, tap the large button and allow it to set up a VPN.
page-install = Install { $app }
page-add = Add to { $app }
page-by-qr = Open the app on the other device and scan the QR code below, or type the address in.
page-other-apps = Other apps
page-by-hand = By hand, or on another device
page-address = Your address
page-address-secret = Whoever has this address uses your VPN. If it leaked, take a new one in the bot.
page-copy = Copy
page-copied = Copied
page-qr = QR code
page-qr-alt = QR code with the address of your subscription
page-blocked = If Telegram does not open
page-blocked-vpn = Turn on the VPN in your app, then open the bot.
page-blocked-app = Open the bot in the Telegram app
page-blocked-write = Write to us without Telegram
page-blocked-keep = Keep this page: it works without Telegram, and shows what to do.
page-support = Support
page-open-title = Open { $app }
page-open-hint = Tap the button. { $app } opens and adds your subscription.
page-open = Open { $app }
page-not-opened = Not opened?
page-not-opened-install = { $app } is probably not installed yet. Install it, come back and tap the button again.
page-not-opened-copy = Or copy the address and add it in the app by hand.
page-not-opened-browser = In Telegram's own browser an app may not open: choose “Open in browser” in the menu.
page-back = All apps and help
page-gone-title = This address does not work
page-gone = If it worked before, it was replaced by a new one: open the bot in Telegram to see it.
page-later-title = This page is not available at the moment
page-later = It passes by itself: open the page again in a few minutes. What is set up in your app stays as it is. If the page stays away, write to support in the bot in Telegram.
page-device-full = Device limit reached: unbind one in the bot
page-device-nameless = This app does not say which device it is on: take another app
page-announce-ended = Your subscription has ended. Renew it: { $where }
page-announce-activating = Your access is being turned on. Update the subscription in a minute.
page-announce-grace = Your subscription has ended; access is kept until { UNTIL($expires) }. Renew it: { $where }
page-announce-ends = Your subscription ends { ON($ends) } and is not renewed automatically. Renew it: { $where }
