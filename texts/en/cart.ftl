# What became of money that arrived while nobody was looking at a screen.
payment-credited =
    <b>{ $amount } received</b>

    It is on your balance, which is now { $balance }.
payment-credited-late =
    <b>{ $amount } received</b>

    The payment came late or did not match an open top-up, so it went straight to your balance, which is now { $balance }. Nothing is lost.
cart-bought =
    <b>Paid</b>

    Your money has arrived, and what you had chosen is bought: { $plan }, valid until { UNTIL($ends_at) }.

    { $balance } is left on your balance.
cart-price-changed =
    <b>Please choose again</b>

    Your money has arrived, but { $plan } is not offered any more as you had chosen it, so it was not bought. { $balance } is on your balance.
cart-price-changed-monthly =
    { cart-price-changed }

    Telegram charges no further month for it.
