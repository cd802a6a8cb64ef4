# Gifts, several subscriptions of one person, and the game.
gift =
    <b>Give a gift</b>

    Choose a plan and a period, pay, and get a link to send. Whoever opens it first takes the gift. If nobody does, your money comes back by itself.

    { balance-line }
gift-paused =
    <b>Give a gift</b>

    Gifts are not sold at the moment. What you have paid for can be sent and given back as before.
order-gift =
    <b>A gift</b>

    Plan: <b>{ $plan }</b>
    Period: { period }
order-gift-until = The link works until: <b>{ UNTIL($until) }</b>
gifts = <b>My gifts</b>
gifts-none = None yet.
gift-line = 🎁 { $plan }, { period }: { $status ->
    [unused] waits to be taken until { UNTIL($at) }
    [redeemed] taken { ON($at) }
   *[returned] money given back { ON($at) }
}
gift-ready =
    🎁 <b>Your gift is ready</b>

    Plan: <b>{ $plan }</b>
    Period: { period }
    Can be taken until: { UNTIL($at) }

    Send the link to whom you want to give it. Until it is taken, you can have your { $amount } back.
gift-link =
    <b>The link of your gift</b>

    <code>{ $link }</code>

    { $plan }, { period }. Whoever opens it first takes the gift, so send it to nobody else. Links that you made before work too.
gift-return =
    <b>Take the money back?</b>

    { $plan }, { period }: { $amount } go back to your balance, and the links of this gift stop working.
gift-offered =
    🎁 <b>A gift for you</b>

    Plan: <b>{ $plan }</b>
    Period: { period }
    { $several ->
        [yes] Choose which of your subscriptions gets it.
       *[no] { $follows ->
            [yes] It begins { ON($starts) }, after what you have, and ends { ON($ends) }.
           *[no] It begins at once and ends { ON($ends) }.
        }
    }

    It costs you nothing, changes nothing of what you have, and nothing is charged automatically because of it.
gift-gone =
    <b>This link opens no gift</b>

    Somebody may have taken it already, its time may be over, or the link is not complete. Please ask whoever sent it to you. Nobody has lost any money.
gift-taken = 🎁 <b>The gift is yours</b>
another =
    <b>Another subscription</b>

    For somebody close to you: with an address of its own, renewed and cancelled by itself. What you have stays as it is.

    { balance-line }
another-none =
    <b>Another subscription</b>

    You cannot open another one at the moment.
name-ask =
    <b>{ $plan }</b>

    Send a name for it, such as “Mum”: at most 20 characters. Only you see it.
name-wrong = ⚠️ A name has 1 to 20 characters.
game =
    🎳 <b>Bowling</b>

    Subscribers may throw once in { period }.
game-prize = { $value ->
    [6] 🎳 Strike
   *[other] { $value }
} – { $prize ->
    [days] { period } for free
    [bonus] { $amount } as a bonus
   *[percent] { $count } % off every price
}
game-turn = { $state ->
    [open] It is your turn.
    [not_yet] Your next throw: { $at }
    [rolling] Your throw is on its way.
   *[not_a_subscriber] You can play while you have a paid subscription.
}
game-rolling =
    🎳 <b>The ball is yours</b>

    It rolls in this chat, and we write what it won. A throw that Telegram loses does not count: then another ball rolls, or you throw again.
game-off =
    🎳 <b>Bowling</b>

    The game is paused.
toast-gift-settled = This gift cannot be sent or given back any more. Nothing was charged; here is how things stand.
toast-gift-links = There are many links to this gift, and each of them works. Nothing was charged.
toast-gift-returned = Done: what was charged for it is on your balance again, which is now { $amount }.
toast-gift-gone = This gift cannot be taken any more. Nothing was charged.
