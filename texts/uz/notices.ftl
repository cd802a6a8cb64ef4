# Doʻkon oʻzi aytadigan gaplar. Ularni SQL nomlaydi; qarang: app.notify().
trial-ended =
    <b>VPN oʻchdi: bepul sinov davringiz tugadi</b>

    U { UNTIL($ended_at) } gacha davom etdi. Hech narsa yechilmadi. Tarif tanlang va oʻsha kalit darhol yana ishlaydi.
subscription-ended =
    <b>VPN oʻchdi</b>

    { $plan } obunangiz { UNTIL($ended_at) } gacha amal qildi. Hech narsa yechilmadi. Uzaytiring va oʻsha kalit darhol yana ishlaydi.
subscription-ended-cancelled =
    <b>VPN oʻchdi</b>

    { $plan } obunangiz { UNTIL($ended_at) } gacha amal qildi. U bekor qilingan edi, shuning uchun hech narsa yechilmadi va yechilmaydi. Biz bilan boʻlganingiz uchun rahmat; qaytsangiz, kalitingiz saqlangan boʻladi.
subscription-renewed =
    <b>{ UNTIL($ends_at) } gacha uzaytirildi</b>

    { $plan }, { period }: balansingizdan { $amount } yechildi, unda { $balance } qoldi. Kalitingiz oʻzgarmaydi.
# Yuqoriroq narx yonidagi eski narx.
renewal-price = { $risen ->
    [yes] { $was } → { $amount }
   *[no] { $amount }
}
# Eng kichik toʻldirish yetishmayotganidan koʻp yoki eng kattasi undan kam boʻlgan joyda.
topup-note = { $topup_is ->
    [least] {""} Kamida { $topup } toʻldirish mumkin; ortgani balansingizda qoladi.
    [most] {""} Bir martada koʻpi bilan { $topup } toʻldirish mumkin, shuning uchun bittasi yetmaydi.
   *[exact] {""}
}
subscription-renewed-method =
    <b>{ UNTIL($ends_at) } gacha uzaytirildi</b>

    { $plan }, { period }: { $amount }. Shundan { $charge } { $method } orqali yechildi; balansingizda { $balance } qoldi. Kalitingiz oʻzgarmaydi.
renewal-announced =
    <b>Obunangiz uzaytiriladi</b>

    { $next }, { period }: { ON($at) } balansingizdan { renewal-price } yechiladi. Balansingiz yetarli: { $balance }. Hech narsa qilish shart emas; uzaytirishni «Obuna» boʻlimida oʻchirishingiz mumkin.
renewal-announced-method =
    <b>Obunangiz uzaytiriladi</b>

    { $next }, { period }: { ON($at) } { renewal-price }. Shundan { $charge } { $method } orqali yechiladi. Hech narsa qilish shart emas; uzaytirishni «Obuna» boʻlimida oʻchirishingiz, nima bilan toʻlanishini «Balans» boʻlimida tanlashingiz mumkin.
renewal-announced-short =
    <b>Uzaytirish uchun { $missing } yetishmaydi</b>

    { $next }, { period }: { ON($at) } balansingizdan { renewal-price } yechilishi kerak. Unda { $balance } bor. Vaqtida toʻldiring va obuna oʻzi uzaytiriladi.{ topup-note }
renewal-announced-partly =
    <b>Uzaytirish uchun { $missing } yetishmaydi</b>

    { $next }, { period }: { ON($at) } { renewal-price }. Shundan { $charge } { $method } orqali yechiladi. Balansingizda { $balance } bor. Vaqtida toʻldiring va obuna oʻzi uzaytiriladi.{ topup-note }
renewal-price-risen =
    <b>Narx oshdi</b>

    { $next }, { period }: <b>{ renewal-price }</b>. Hali hech narsa yechilmadi: rad etmasangiz, { ON($at) } yechiladi. { $plan } { UNTIL($ends_at) } gacha amal qiladi, kirish huquqingiz esa pul yechilgunga qadar saqlanadi.
renewal-ending =
    <b>Obunangiz tez orada tugaydi</b>

    { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
    { why-it-ends } Vaqtida uzaytiring va hech narsa yoʻqolmaydi.
renewal-unavailable =
    <b>Obunangizni uzaytirib boʻlmaydi</b>

    Tarifingiz hozir sotuvda yoʻq. Hech narsa yechilmaydi. { $plan } { UNTIL($ends_at) } gacha amal qiladi, kirish huquqi { UNTIL($expires_at) } gacha saqlanadi: qolish uchun boshqa tarif tanlang. Ungacha u yana sotuvga chiqsa, avval sizga aytamiz, keyin uzaytiramiz.
renewal-not-made =
    <b>Obunangiz uzaytirilmadi</b>

    { $plan } uchun pul muddat tugaganidan keyin keldi va shundan beri uni uzaytira olmadik. Balansingizda { $balance } bor: davom etish uchun tarif tanlang.
renewal-short =
    <b>Uzaytirish uchun { $missing } yetishmaydi</b>

    { $next }, { period }, narxi { $amount }, balansingizda { $balance }. Hech narsa yechilmadi. { $plan } { UNTIL($ends_at) } gacha amal qiladi; balansni toʻldiring va obuna darhol uzaytiriladi.{ topup-note }
renewal-declined =
    <b>{ $method } orqali pul yechib boʻlmadi</b>

    { $next }, { period }, narxi { $amount }, balansingizda { $balance }. Hech narsa yechilmadi. { $plan } { UNTIL($ends_at) } gacha amal qiladi: { $missing } toʻldiring va obuna darhol uzaytiriladi yoki boshqa usulda toʻlang. Sabab oʻtib ketadigan boʻlsa, ungacha qayta urinib koʻramiz.{ topup-note }
renewal-confirm =
    <b>Iltimos, toʻlovni tasdiqlang</b>

    { $next }, { period }, uchun { $method } orqali { $charge } yechilishidan oldin bankingiz sizdan soʻramoqchi. Hali hech narsa yechilmadi. { $plan } { UNTIL($ends_at) } gacha amal qiladi; tasdiqlang va obuna darhol uzaytiriladi.
renewal-grace =
    <b>{ UNTIL($expires_at) } gacha uzaytiring: { $access ->
        [restricted] faqat Telegram va doʻkon ishlaydi
       *[full] VPN hali ishlaydi
    }</b>

    Uni uzaytirib boʻlmadi: { $next }, { period }, narxi { $amount }, balansingizda { $balance }. Hech narsa yechilmadi. { $plan } { UNTIL($ends_at) } gacha amal qildi, kirish huquqi { UNTIL($expires_at) } gacha saqlanadi{ $access ->
        [restricted] , lekin faqat uzaytirish uchun kerakli joylarga: Telegram va doʻkonga
       *[full] {""}
    }. { $pay ->
        [confirm] { $charge } { $method } orqali yechilishidan oldin bank sizdan soʻramoqchi: tasdiqlang va obuna uzilishsiz davom etadi.
       *[topup] { $missing } yetishmaydi: balansni toʻldiring va obuna uzilishsiz davom etadi.{ topup-note }
    }
# Kirish huquqi tugashidan oldin va keyin aytiladigan gaplar; qarang: billing.notice_rules.
why-it-ends = { $why ->
    [short] Uzaytirish uchun <b>{ $missing }</b> yetishmaydi, shuning uchun hech narsa yechilmaydi.
    [unavailable] Tarif hozir sotuvda yoʻq, shuning uchun hech narsa yechilmaydi.
    [cancelled] Obuna bekor qilingan, shuning uchun hech narsa yechilmaydi.
    [gift] Bu sovgʻa edi, shuning uchun hech narsa yechilmaydi.
   *[off] Avtouzaytirish oʻchirilgan, shuning uchun hech narsa yechilmaydi.
}
access-ends-tomorrow =
    <b>{ $access ->
        [restricted] VPNning qolgan qismi { ON($expires_at) } toʻxtaydi
       *[full] VPN { ON($expires_at) } toʻxtaydi
    }</b>

    { why-it-ends }
    Ungacha { $plan } tarifini uzaytiring: VPNsiz Telegram ochilmasligi mumkin.
access-ends-soon =
    <b>{ $access ->
        [restricted] VPNning qolgan qismi bir necha soatdan keyin toʻxtaydi: { $expires_at }
       *[full] VPN bir necha soatdan keyin toʻxtaydi: { $expires_at }
    }</b>

    { why-it-ends }
    { $plan } tarifini hozir uzaytiring: VPNsiz Telegram ochilmasligi mumkin.
trial-first-hours =
    <b>Hammasi ishlayaptimi?</b>

    Bepul sinov davringiz <b>{ UNTIL($expires_at) }</b> gacha davom etadi.
    Biror sahifa ochilmasa, VPNni yana bir marta sozlang: bu bir daqiqa oladi.
trial-second-day =
    <b>Bepul sinov davringiz { UNTIL($expires_at) } gacha davom etadi</b>

    Keyin VPN toʻxtaydi. Oʻz-oʻzidan hech narsa yechilmaydi.
    Istagan vaqtda tarif tanlang: kalit oʻzgarmaydi.
trial-ends =
    <b>Bepul sinov davringiz { ON($expires_at) } tugaydi</b>

    Hech narsa yechilmaydi.
    Ungacha tarif tanlang va VPN oʻsha kalit bilan davom etadi; usiz Telegram ochilmasligi mumkin.
trial-ended-offer =
    <b>Bepul sinov davringiz tugadi</b>

    U { UNTIL($ended_at) } gacha davom etdi. Hech narsa yechilmadi.
    <b>{ UNTIL($until) } gacha barcha tariflarga { $percent } % chegirma</b>, faqat siz uchun: narx allaqachon pasaytirilgan.
    Tarif tanlang va oʻsha kalit darhol yana ishlaydi.
never-connected =
    <b>Hali ulanmadingizmi?</b>

    { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi, lekin hali hech kim ulanmagan.
    Qurilmangizni tanlang: qadamlar ikki daqiqa oladi.
win-back-offer = { $offer ->
    [yes] {""}
    <b>{ UNTIL($until) } gacha barcha tariflarga { $percent } % chegirma</b>, faqat siz uchun.
   *[no] {""}
}
win-back =
    <b>VPN oʻchiq</b>

    { $plan } { UNTIL($ends_at) } gacha amal qildi. Kalitingiz saqlangan: uzaytiring va u darhol yana ishlaydi.{ win-back-offer }
win-back-last =
    <b>Kalitingizni saqlab qolaylikmi?</b>

    { $plan } { UNTIL($ends_at) } gacha amal qildi. Uzaytirishingiz bilan kalit yana ishlaydi.{ win-back-offer }
    Bu haqda oxirgi xabarimiz.
owner-made =
    <b>Endi bu doʻkon egasi — siz</b>

    Admin menyusi — menyuning oxirgi qatori.
owner-link-over =
    <b>Bu havola endi amal qilmaydi</b>

    U bir marta, bir soat ichida ochiladi. Yangisi doʻkon ishlayotgan joyda yaratiladi.
