# What is sent about gifts and the game.
gift-bought =
    🎁 <b>Your gift is paid</b>

    { $plan } can be sent now. The link works until { UNTIL($ends_at) }, and { $balance } is left on your balance.
gift-was-taken =
    🎁 <b>Your gift has been taken</b>

    { $plan } is in use.
gift-expired =
    <b>Nobody took your gift</b>

    { $plan }: { $amount } is on your balance again, which is now { $balance }.
gift-cancelled =
    <b>Your gift was cancelled</b>

    The payment that it was bought with went back to you outside the shop. { $plan } had not been taken, so its { $amount } cover that. Your balance is now { $balance }.
game-result =
    🎳 <b>{ $strike ->
        [yes] Strike!
       *[no] The ball shows { $value }
    }</b>

    { $prize ->
        [days] You have won { period }: your subscription runs until { UNTIL($ends_at) }.
        [bonus] You have won { $amount }: it is on your balance as a bonus.
        [percent] You have won { $count } % off every price until { UNTIL($ends_at) }.
       *[none] Nothing this time.
    }

    Your next throw: { $turn }
game-failed =
    🎳 <b>That throw does not count</b>

    Telegram did not take it. It is still your turn.
