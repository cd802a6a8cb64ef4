# Promokodlar va nega narx umumiy narxdan past ekani.
promo = <b>Promokod</b>
promo-ask = Kodni xabar qilib yuboring. Kichik harflar ham boʻladi.
promo-refused = Bu kodni ishlatib boʻlmaydi: u xato yozilgan, muddati oʻtgan, tugagan yoki sizga moʻljallanmagan boʻlishi mumkin yoki hozirgina juda koʻp kod kiritildi. Unga ishonchingiz komil boʻlsa, bir soatdan keyin urinib koʻring. Hech narsa yechilmadi.
promo-current = Narxlaringiz <b>{ $code }</b> bilan: { promo-gives }.
promo-chosen =
    ✅ <b>{ $code }</b>: { promo-gives }.

    U amal qiladigan joyda narxlar shu bilan koʻrsatiladi.
promo-gives = { $kind ->
    [percent] { $percent } % chegirma
   *[amount] { $amount } chegirma
}
promo-given =
    ✅ <b>{ $code }</b>

    { $kind ->
        [balance] { $amount } balansingizga bonus sifatida qoʻshildi. U oʻz pulingizdan oldin sarflanadi va yechib olinmaydi.
        [trial] Sinov muddatingiz boshlandi, tugashi: <b>{ UNTIL($ends) }</b>.
       *[days] { $count ->
            [one] { $count } kun qoʻshildi
           *[other] { $count } kun qoʻshildi
        }. Obuna muddati: <b>{ UNTIL($ends) }</b>.
    }
promo-until = Ishlatish muddati: { UNTIL($ends) }.
promo-once = Kod xaridlarga amal qiladi. Avtomatik uzaytirish kodsiz narxda boʻladi.
promo-renewals = Kod xaridga va undan keyingi { $count ->
        [one] { $count } ta avtomatik uzaytirishga
       *[other] { $count } ta avtomatik uzaytirishga
    } amal qiladi.
reduced-by = { $why ->
    [vip] VIP chegirma
    [offer] sizga taklifimiz
    [old_price] eski narxingiz
    [promo_code] promokod
   *[personal] shaxsiy chegirma
}
reduced-by-code = { $code } promokodi
prices-reduced = Siz uchun narxlar pastroq: { $why }.
order-reduced = Chegirma ({ $why }): −{ $discount }
order-code-idle = { $code } promokodi bunga amal qilmaydi.
order-renewal-costs = Promokod faqat hozir amal qiladi: uzaytirish { $amount } turadi.
order-renewals-reduced = Promokod yana { $count ->
        [one] { $count } ta uzaytirishga
       *[other] { $count } ta uzaytirishga
    } amal qiladi; keyingilari { $amount } turadi.
