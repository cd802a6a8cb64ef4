# Was über Geschenke und das Spiel gesendet wird.
gift-bought =
    🎁 <b>Ihr Geschenk ist bezahlt</b>

    { $plan } kann gesendet werden. Der Link gilt bis { UNTIL($ends_at) }, auf Ihrem Guthaben bleiben { $balance }.
gift-was-taken =
    🎁 <b>Ihr Geschenk wurde angenommen</b>

    { $plan } ist in Benutzung.
gift-expired =
    <b>Niemand hat Ihr Geschenk genommen</b>

    { $plan }: { $amount } sind wieder auf Ihrem Guthaben, das jetzt { $balance } beträgt.
gift-cancelled =
    <b>Ihr Geschenk wurde storniert</b>

    Die Zahlung, mit der es gekauft wurde, ging außerhalb des Shops an Sie zurück. { $plan } hatte noch niemand genommen, daher decken seine { $amount } das. Ihr Guthaben beträgt jetzt { $balance }.
game-result =
    🎳 <b>{ $strike ->
        [yes] Strike!
       *[no] Die Kugel zeigt { $value }
    }</b>

    { $prize ->
        [days] Gewonnen: { period }. Ihr Abonnement läuft bis { UNTIL($ends_at) }.
        [bonus] Gewonnen: { $amount }, als Bonus auf Ihrem Guthaben.
        [percent] Gewonnen: { $count } % Rabatt auf jeden Preis bis { UNTIL($ends_at) }.
       *[none] Diesmal nichts.
    }

    Ihr nächster Wurf: { $turn }
game-failed =
    🎳 <b>Dieser Wurf zählt nicht</b>

    Telegram hat ihn nicht angenommen. Sie sind weiter dran.
