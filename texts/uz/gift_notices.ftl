# Sovgʻalar va oʻyin haqida xabarlar.
gift-bought =
    🎁 <b>Sovgʻa toʻlandi</b>

    { $plan } yuborilishi mumkin. Havola { UNTIL($ends_at) } gacha ishlaydi, balansingizda { $balance } qoldi.
gift-was-taken =
    🎁 <b>Sovgʻangizni olishdi</b>

    { $plan } ishlatilmoqda.
gift-expired =
    <b>Sovgʻangizni hech kim olmadi</b>

    { $plan }: { $amount } yana balansingizda, hozir unda { $balance }.
gift-cancelled =
    <b>Sovgʻangiz bekor qilindi</b>

    U sotib olingan toʻlov sizga doʻkondan tashqari qaytdi. { $plan } hali olinmagan edi, shuning uchun uning { $amount } miqdori shuni qoplaydi. Balans hozir { $balance }.
game-result =
    🎳 <b>{ $strike ->
        [yes] Strayk!
       *[no] Sharda { $value }
    }</b>

    { $prize ->
        [days] Yutugʻingiz: { period }. Obuna { UNTIL($ends_at) } gacha ishlaydi.
        [bonus] Yutugʻingiz: { $amount }, balansingizda bonus sifatida.
        [percent] Yutugʻingiz: barcha narxlarga { $count } % chegirma, { UNTIL($ends_at) } gacha.
       *[none] Bu safar hech narsa yoʻq.
    }

    Keyingi tashlash: { $turn }
game-failed =
    🎳 <b>Bu tashlash hisobga olinmaydi</b>

    Telegram uni qabul qilmadi. Navbat hali ham sizda.
