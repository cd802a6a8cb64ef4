# Hech kim ekranga qaramayotganda kelgan pul nima boʻlgani.
payment-credited =
    <b>{ $amount } qabul qilindi</b>

    Pul balansingizda, hozir unda { $balance } bor.
payment-credited-late =
    <b>{ $amount } qabul qilindi</b>

    Toʻlov kech keldi yoki ochiq toʻldirishga mos kelmadi, shuning uchun toʻgʻridan-toʻgʻri balansingizga tushdi, hozir unda { $balance } bor. Hech narsa yoʻqolmadi.
cart-bought =
    <b>Toʻlandi</b>

    Pulingiz keldi va tanlaganingiz sotib olindi: { $plan }, { UNTIL($ends_at) } gacha amal qiladi.

    Balansingizda { $balance } qoldi.
cart-price-changed =
    <b>Iltimos, qaytadan tanlang</b>

    Pulingiz keldi, lekin { $plan } endi siz tanlagan shartlarda taklif etilmaydi, shuning uchun sotib olinmadi. Balansingizda { $balance } bor.
cart-price-changed-monthly =
    { cart-price-changed }

    Telegram buning uchun keyingi oylarda pul yechmaydi.
