# Short answers to a tap, plain text, at most 200 characters.
toast-start-first = Send /start and we begin.
toast-stale = This button is out of date, and nothing was done. Here is a fresh menu.
toast-price-gone = This price is no longer offered. Please choose again.
toast-order-unknown = This order is not yours or no longer exists. Nothing was charged.
toast-order-expired = This order has expired and nothing was charged. Here is how it stands now.
toast-order-price-changed = The price has changed since. Nothing was charged; here is how it stands now.
toast-order-changed = Something about this order has changed since. Nothing was charged; here is how it stands now.
toast-insufficient = Your balance is { $short } short. Nothing was charged.
toast-not-later = This can be bought right now; there is nothing to put off. Please choose again.
toast-nothing-runs = There is no paid subscription that this could change.
toast-nothing-to-renew = There is nothing to renew by itself. Choose a plan first.
toast-cannot-resume = It has ended meanwhile, so it cannot be taken back. Choose a plan and your key works again.
toast-sales-off = Sales are paused for the moment. Nothing was charged; please try again later.
toast-topup-amount = A top-up is from { $min } to { $max } now. Nothing was charged; please choose again.
toast-invoice-too-small = { $amount } is too little for a payment right now. Nothing was charged; it works from { $min }.
toast-invoice-too-great = { $amount } is too much for one payment right now. Nothing was charged; it works up to { $max }.
toast-invoice-unavailable = Top-ups do not work for the moment, and that is our fault. Nothing was charged; please try again later.
toast-topups-off = Top-ups are paused for the moment. Please try again later.
toast-trial-used = The free trial was already used. It is given once per person.
toast-trials-off = Free trials are paused for the moment. Please try again later.
toast-qr-too-long = This key is too long for a QR code. Please copy it from the message above.

# Shown by Telegram inside its payment form.
checkout-expired = This top-up has expired. You were not charged; please start it again in the bot.
checkout-unknown = This top-up is not known to us. You were not charged; please start it again in the bot.
checkout-mismatch = The amount does not match the top-up. You were not charged; please start it again in the bot.
checkout-off = Top-ups are paused for the moment. You were not charged; please try again later.
toast-method-gone = That way to pay does not work for this amount at the moment. Nothing was charged.
toast-checking = We are asking. This message changes as soon as there is an answer.
toast-cannot-resume-method = Its month is over, so it cannot be resumed. Choose it again when you pay.
toast-unbinding = Done: the server is told to unbind it.
toast-not-bound = It is not bound any more.
toast-reissued = Done: the old address does not work any more. Add the new one on your devices.
toast-reissued-just-now = It was replaced only just now. Please try again in a few minutes.
