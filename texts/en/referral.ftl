# Bringing others, and what that earns.
invite =
    <b>Invite others</b>

    { $reward ->
        [percent] You get <b>{ $percent } %</b> of every payment of those who come by your link
        [sum] You get <b>{ $sum }</b> when somebody who came by your link pays for the first time
       *[days] You get <b>{ period }</b> when somebody who came by your link pays for the first time
    }. Tap to copy it:
    <code>{ $link }</code>
invite-second = Also { $percent } % of every payment of those whom they bring.
invite-trial = They try for longer: { $unit ->
    [day] { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
   *[hour] { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
} for free.
invite-welcome = With their first payment they get { $bonus } as a bonus.
invite-counts = Came by your link: <b>{ $brought }</b>, of them paying: <b>{ $paying }</b>
invite-next = { $percent } % once { $start } are paying: { $missing } to go
invite-days = Earned: <b>{ period }</b>
invite-earned = Earned: <b>{ $earned }</b>
invite-pending = Pending: { $pending }, { $when ->
    [later] the first of it from { $until } on
   *[spent] until it is spent on a plan
}
invite-owed = To be deducted from what you earn next: { $owed }, for payments that went back
invite-how = What counts is money that they pay in, and spend on a plan. { $reward ->
    [days] You get your days after { period }
   *[other] It is yours after { period }, and pays for plans
}; if a payment goes back, so does what it earned.
invite-off =
    <b>Invite others</b>

    Bringing others earns nothing at the moment. What you have earned stays yours.
invite-message = A VPN that works. Try it:
invite-qr = Whoever scans this comes by your link.
referral-joined =
    👋 <b>{ $count ->
        [one] Somebody has come by your link
       *[other] { $count } people have come by your link
    }</b>
reward-pending =
    <b>+{ $amount } for inviting</b>

    Somebody who came by your link has paid. It is yours { ON($until) } at the earliest, once that payment is spent on a plan.
reward-released =
    ✅ <b>{ $amount } for inviting is on your balance</b>

    Balance: { $balance }. Plans are paid from it.
reward-taken-back =
    { $taken ->
        [no] <b>{ $pending } for inviting will not come</b>
       *[yes] <b>{ $amount } for inviting was taken back</b>
    }

    The payment that had earned it went back to who made it. Balance: { $balance }.{ $more ->
        [pending] {" "}Another { $pending } had not arrived yet and will not come.
        [owed] {" "}{ $owed } of it is spent already: what you earn next covers that.
        [both] {" "}Another { $pending } had not arrived yet and will not come. { $owed } is spent already: what you earn next covers that.
       *[no] {""}
    }
reward-covered =
    <b>{ $amount } of what you earned covers what was taken back</b>

    That had been spent before it was taken back, so what you earn covers it first. Balance: { $balance }.
withdrawal-covered =
    <b>{ $amount } of what you earned covers a withdrawal</b>

    It had been given back to you and was paid out all the same, so what you earn covers it. Balance: { $balance }.
reward-welcome =
    🎁 <b>{ $amount } bonus for your first payment</b>

    Balance: { $balance }. Plans are paid from it.
reward-days =
    🎁 <b>Free time for inviting</b>

    Somebody who came by your link pays. { $plan } now runs until { $ends_at }.
balance-earned = , { $earned } was earned by inviting
notices-referrals = Who comes by your link, and what that earns: <b>{ $state ->
    [on] on
   *[off] off
}</b>
