# Sovgʻalar, bir kishining bir nechta obunasi va oʻyin.
gift =
    <b>Sovgʻa qilish</b>

    Tarif va muddatni tanlang, toʻlang va havola oling. Uni kim birinchi ochsa, sovgʻa oʻshaniki. Hech kim olmasa, pulingiz oʻzi qaytadi.

    { balance-line }
gift-paused =
    <b>Sovgʻa qilish</b>

    Hozir sovgʻalar sotilmaydi. Toʻlanganlarini avvalgidek yuborish yoki qaytarish mumkin.
order-gift =
    <b>Sovgʻa</b>

    Tarif: <b>{ $plan }</b>
    Muddat: { period }
order-gift-until = Havola muddati: <b>{ UNTIL($until) }</b> gacha
gifts = <b>Sovgʻalarim</b>
gifts-none = Hozircha yoʻq.
gift-line = 🎁 { $plan }, { period }: { $status ->
    [unused] { UNTIL($at) } gacha kutadi
    [redeemed] olindi: { $at }
   *[returned] puli qaytarildi: { $at }
}
gift-ready =
    🎁 <b>Sovgʻa tayyor</b>

    Tarif: <b>{ $plan }</b>
    Muddat: { period }
    { UNTIL($at) } gacha olish mumkin

    Havolani sovgʻa qilmoqchi boʻlgan odamingizga yuboring. Hech kim olmaguncha { $amount } qaytarib olishingiz mumkin.
gift-link =
    <b>Sovgʻa havolasi</b>

    <code>{ $link }</code>

    { $plan }, { period }. Sovgʻani havolani birinchi ochgan odam oladi, shuning uchun uni boshqa hech kimga yubormang. Avvalgi havolalar ham ishlaydi.
gift-return =
    <b>Pul qaytarilsinmi?</b>

    { $plan }, { period }: { $amount } balansga qaytadi, sovgʻa havolalari ishlamaydi.
gift-offered =
    🎁 <b>Sizga sovgʻa</b>

    Tarif: <b>{ $plan }</b>
    Muddat: { period }
    { $several ->
        [yes] U qaysi obunangizga qoʻshilishini tanlang.
       *[no] { $follows ->
            [yes] Hozirgi obunangizdan keyin boshlanadi: { $starts }. Tugashi: { $ends }.
           *[no] Darhol boshlanadi. Tugashi: { $ends }.
        }
    }

    Bu bepul, mavjud obunangiz oʻzgarmaydi va sovgʻa tufayli hech narsa avtomatik yechilmaydi.
gift-gone =
    <b>Bu havola sovgʻa ochmaydi</b>

    Uni kimdir olgan, muddati tugagan yoki havola toʻliq emas. Yuborgan odamdan soʻrang. Hech kim pul yoʻqotmadi.
gift-taken = 🎁 <b>Sovgʻa sizniki</b>
another =
    <b>Yana bir obuna</b>

    Yaqin odamingiz uchun: oʻz manzili bilan, alohida uzaytiriladi va bekor qilinadi. Sizdagi obuna oʻzgarmaydi.

    { balance-line }
another-none =
    <b>Yana bir obuna</b>

    Hozir yana bittasini ochib boʻlmaydi.
name-ask =
    <b>{ $plan }</b>

    Unga nom yuboring, masalan “Onam”: koʻpi bilan 20 belgi. Uni faqat siz koʻrasiz.
name-wrong = ⚠️ Nomda 1–20 belgi boʻladi.
game =
    🎳 <b>Bouling</b>

    Obunachilar bir marta tashlaydi, oraligʻi: { period }.
game-prize = { $value ->
    [6] 🎳 Strayk
   *[other] { $value }
} – { $prize ->
    [days] { period } bepul
    [bonus] { $amount } bonus
   *[percent] barcha narxlarga { $count } % chegirma
}
game-turn = { $state ->
    [open] Navbat sizda.
    [not_yet] Keyingi tashlash: { $at }
    [rolling] Tashlaganingiz yoʻlda.
   *[not_a_subscriber] Pullik obuna ishlab turganda oʻynash mumkin.
}
game-rolling =
    🎳 <b>Shar sizniki</b>

    U shu chatda dumalaydi, yutuqni yozamiz. Telegram yoʻqotgan tashlash hisobga olinmaydi: unda yana bir shar dumalaydi yoki qayta tashlaysiz.
game-off =
    🎳 <b>Bouling</b>

    Oʻyin toʻxtatilgan.
toast-gift-settled = Bu sovgʻani endi yuborib ham, qaytarib ham boʻlmaydi. Hech narsa yechilmadi; hozirgi holat shunday.
toast-gift-links = Bu sovgʻaning havolalari koʻp, hammasi ishlaydi. Hech narsa yechilmadi.
toast-gift-returned = Tayyor: pul balansingizda, hozir { $amount }.
toast-gift-gone = Bu sovgʻani endi olib boʻlmaydi. Hech narsa yechilmadi.
