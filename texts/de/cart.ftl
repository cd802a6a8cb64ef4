# Was aus Geld wurde, das ankam, als niemand auf einen Bildschirm sah.
payment-credited =
    <b>{ $amount } erhalten</b>

    Das Geld ist auf Ihrem Guthaben, dort sind jetzt { $balance }.
payment-credited-late =
    <b>{ $amount } erhalten</b>

    Die Zahlung kam spät oder passte zu keiner offenen Aufladung und ging deshalb direkt auf Ihr Guthaben, dort sind jetzt { $balance }. Nichts ist verloren.
cart-bought =
    <b>Bezahlt</b>

    Ihr Geld ist da, und was Sie gewählt hatten, ist gekauft: { $plan }, gültig bis { UNTIL($ends_at) }.

    Auf Ihrem Guthaben bleiben { $balance }.
cart-price-changed =
    <b>Bitte wählen Sie noch einmal</b>

    Ihr Geld ist da, aber { $plan } wird nicht mehr so angeboten, wie Sie es gewählt hatten, und wurde deshalb nicht gekauft. Auf Ihrem Guthaben sind { $balance }.
cart-price-changed-monthly =
    { cart-price-changed }

    Telegram bucht dafür keinen weiteren Monat ab.
