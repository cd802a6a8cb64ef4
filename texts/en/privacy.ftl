# What the shop knows about somebody, and how it forgets.
privacy =
    <b>My data</b>

    We know your Telegram id and name, what you bought and paid, what was sent to you, and what you wrote to support. We do not see what you do on the internet.

    You can have all of it as a file, or have it deleted with your account.
data-file = What we hold about you. Your keys are not in it: they are under “Connect”.
delete =
    <b>Delete your account?</b>

    This cannot be undone:
    { $runs ->
        [yes] • your access ends at once, on all devices, and what is left of it is not refunded
       *[no] • there is no subscription that would end
    }
    { $has_money ->
        [yes] • <b>{ $balance }</b>{ $more } on your balance is given up
       *[no] • there is no money on your balance
    }
    • saved payment methods are forgotten, and nothing is charged any more
    • your name, your Telegram id and what you wrote to support are erased; what remains are payments of a number that leads to nobody

    If you come back, you are a new customer, without a free trial if you had a subscription.
delete-money-back = If you want the money back where you paid from, ask support before: once the account is deleted, nobody can tell whose it was.
delete-gifts = { $count ->
    [one] A gift of yours for <b>{ $amount }</b> has not been taken. Whoever has its link can still take it; if nobody does, its money is given up. If you want it, take the gift back before.
   *[other] { $count } gifts of yours for <b>{ $amount }</b> have not been taken. Whoever has a link can still take one; the money of those that nobody takes is given up. If you want it, take the gifts back before.
}
delete-waits =
    <b>Your account cannot be deleted yet</b>

    We are preparing your refund of { $amount }. You will hear from us when it is sent; then you can delete your account.
delete-last-owner =
    <b>Your account cannot be deleted yet</b>

    You are the only owner of this shop: without you nobody could look after it. Make somebody else an owner first, in /admin.
delete-role = { $role ->
    [owner] You will no longer be an owner of this shop.
   *[other] You will no longer be an admin of this shop.
}
deleted =
    <b>Your account is deleted</b>

    Your access has ended, and nothing is charged any more. What is left in stored messages is erased within days.

    Thank you for having been with us. /start opens a new account.
