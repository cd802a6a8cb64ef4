# Ekranlar: har biri Telegramning bitta xabari, uning HTML tilida.

language-prompt =
    <b>{ -brand }</b>

    Tilni tanlang.
    Choose your language.
language =
    <b>Til va vaqt</b>

    Soatingiz <b>{ $clock }</b> ni koʻrsatmoqda ({ $city }): sana va vaqtlarni shunga qarab yozamiz.
zones =
    <b>Sizning vaqtingiz</b>

    Soatingiz hozir necha boʻldi?

# Holat kartasi
free-trial = Bepul sinov
status-line = { $status ->
    [active] 🟢 <b>{ $plan }</b>
        { UNTIL($ends) } gacha amal qiladi{ status-then }
    [activating] 🟡 <b>{ $plan }</b>
        Kirish huquqingiz yoqilmoqda…
        { UNTIL($ends) } gacha amal qiladi{ status-then }
    [grace] 🟠 <b>{ $plan }</b>
        Tugagan: { $ends }
        Kirish huquqi { UNTIL($expires) } gacha saqlanadi
    [expired] 🔴 <b>{ $plan }</b>
        Tugagan: { $ends }
   *[none] ⚪️ <b>Hali obuna yoʻq</b>
}
status-then = { $then ->
    [yes] {""}
    Keyin <b>{ $then_plan }</b> { UNTIL($then_ends) } gacha
   *[no] {""}
}
menu = { $status ->
    [active] 🟢 <b>{ $plan }</b> { UNTIL($ends) } gacha
    [activating] 🟡 <b>{ $plan }</b>: kirish huquqingiz yoqilmoqda
    [grace] 🟠 <b>{ $plan }</b> tugadi, VPN { UNTIL($expires) } gacha ishlaydi
    [restricted] 🟠 <b>{ $plan }</b> tugadi, { UNTIL($expires) } gacha faqat Telegram va doʻkon ishlaydi
   *[expired] 🔴 <b>{ $plan }</b> tugagan: { $ends }
}
menu-balance = { $balance }
menu-welcome =
    <b>{ -brand }</b>

    Saytlar va ilovalar telefon, kompyuter va televizorda yana ochiladi. Sozlash ikki daqiqa oladi.
devices-of = { $limit ->
    [one] { $limit } qurilmadan { $count } tasi
   *[other] { $limit } qurilmadan { $count } tasi
}
more =
    <b>Yana</b>

    Qoʻllab-quvvatlash uchun raqamingiz: <code>{ $id }</code>
balance =
    <b>Balans</b>

    { balance-line }

    Tariflar va uzaytirishlar undan toʻlanadi.
menu-hint-try = Avval sinab koʻring: bu bepul, keyin ham hech narsa yechilmaydi.
menu-hint-buy = Tarif tanlang va kalitingiz darhol yana ishlaydi.
menu-hint-renew = Uzaytiring va kalitingiz darhol yana ishlaydi.
menu-hint-grace = Shu vaqtgacha uzaytiring va kirish huquqingiz uzilmaydi.

# Bir nechta obunasi bor kishi hammasini koʻradi va qaysi biri ekani soʻraladi.
menu-several = <b>{ -brand }</b>
which = <b>Qaysi obuna?</b>
which-key = <code>{ $link }</code>

# Sotib olish
plans =
    <b>Tarifni tanlang</b>

    { balance-line }
plan-line =
    <b>{ $plan }</b> · { $amount } dan
    { $benefits }
plan-line-current =
    ✅ <b>{ $plan }</b> · sizning tarifingiz · { $amount } dan
    { $benefits }
plans-empty =
    <b>Hozir hech narsa sotuvda yoʻq</b>

    Keyinroq kirib koʻring. Hech narsa yechilmadi, balansingiz oʻzingizda qoladi.
plans-paused =
    <b>Sotuv vaqtincha toʻxtatilgan</b>

    Hech narsa yechilmadi, sizda bori avvalgidek ishlayveradi. Keyinroq kirib koʻring.
prices = <b>{ $plan }</b>
prices-question = Qancha muddatga?
prices-renewal = Yangi muddat hozirgisiga qoʻshiladi.
prices-change = Tarif darhol almashadi, { $old_plan } tarifining siz toʻlagan, ishlatilmagan vaqti narxdan chegiriladi.
prices-later = ⏳ bir kuni { $old_plan } tarifidan qimmat emas, shuning uchun toʻlangan vaqt tugagach boshlanadi.

# Buyurtma: sarlavhadan balans bilan nima boʻlishigacha.
order-purchase =
    <b>Buyurtmangiz</b>

    Tarif: <b>{ $plan }</b>
    Muddat: { period }
order-renewal =
    <b>Uzaytirish</b>

    Tarif: <b>{ $plan }</b>
    Muddat: yana { period }
order-change =
    <b>Tarifni almashtirish</b>

    { $old_plan } oʻrniga <b>{ $plan }</b>, darhol
    Muddat: { period }
order-price = Narx: <b>{ $amount }</b>
order-credit = { $old_plan } tarifining ishlatilmagan vaqti: −{ $credit }
order-due = Toʻlanadi: <b>{ $due }</b>
order-gives-back = Toʻlanmaydi, { $back } balansingizga qaytadi
order-runs-until = Hozirgi muddat: { UNTIL($until) } gacha
order-ends = Muddat: <b>{ UNTIL($ends) }</b> gacha
order-moves = Muddat: { $until } → <b>{ $ends }</b>
order-enough =
    Balans: { $balance }, xariddan keyin { $remaining } qoladi.

    Narx { UNTIL($expires) } gacha oʻzgarmaydi.
order-short = Balans: { $balance }, <b>{ $short } yetishmaydi</b>.
order-short-hint =
    Balansni toʻldiring va pul kelishi bilan buyurtma oʻzi toʻlanadi.

    Narx { UNTIL($expires) } gacha oʻzgarmaydi.
order-topup-least = Kamida { $least } toʻldirish mumkin; ortgani balansingizda qoladi.
order-topup-most =
    Bir martada koʻpi bilan { $most } toʻldirish mumkin, demak { $count ->
        [one] { $count } marta
       *[other] { $count } marta
    } toʻldirish kerak. Balans yetganda buyurtmani toʻlash mumkin.
order-ends-gift = { $old_plan } tarifining boshqa odam toʻlagan, ishlatilmagan vaqti tarif almashishi bilan tugaydi. Uning puli toʻlagan odamga qaytadi va sizning narxingizdan chegirilmaydi.
order-undoes = Rejalashtirilgan { $next_plan } tarifiga oʻtish bekor boʻladi.
order-stays-cancelled = Bekor qilish oʻz kuchida: obuna oʻshanda tugaydi va siz uzaytirishni qayta yoqmasangiz, uzaytirilmaydi.
order-renews = Tugashidan bir kun oldin balansdan yoki saqlangan toʻlov usuli bilan oʻzi uzaytiriladi; buni «Obuna» boʻlimida oʻchirishingiz mumkin.
order-later =
    <b>{ $plan } tarifiga oʻtish</b>

    { $old_plan } siz toʻlaganidek <b>{ UNTIL($starts) }</b> gacha amal qiladi. Hozir hech narsa yechilmaydi.

    Shundan keyin: <b>{ $plan }</b>, { period }, <b>{ $amount }</b>.
scheduled =
    ✅ <b>Tayyor</b>

    <b>{ $plan }</b>, <b>{ $amount }</b>, { ON($starts) } boshlanadi. Hozir hech narsa yechilmadi.
scheduled-stays =
    ✅ <b>Tayyor</b>

    Tarif oʻzgarmaydi: <b>{ $plan }</b>, { $starts } dan boshlab <b>{ $amount }</b>. Hozir hech narsa yechilmadi.
scheduled-auto-on = Toʻlov bundan bir kun oldin balansdan yoki saqlangan toʻlov usulidan oʻzi yechiladi. Ungacha fikringizni oʻzgartirishingiz mumkin.
scheduled-auto-off = Avtouzaytirish oʻchirilgan: oʻzingiz uzaytirmasangiz, kirish huquqi { ON($starts) } tugaydi.

# Pul oʻtgandan keyin
paid = ✅ <b>Toʻlandi</b>
paid-by-topup = ✅ <b>Toʻlov qabul qilindi, buyurtmangiz toʻlandi</b>
renewed-by-topup = ✅ <b>Toʻlov qabul qilindi, obunangiz uzaytirildi</b>
bought =
    Tarif: <b>{ $plan }</b>
    Muddat: <b>{ UNTIL($ends) }</b> gacha
    { balance-line }
bought-cancelled = Bekor qilish oʻz kuchida: obuna oʻshanda tugaydi va uzaytirilmaydi.
bought-key =
    Kalitingiz, nusxalash uchun ustiga bosing:
    <code>{ $link }</code>
bought-address = ✅ Kirish huquqingiz tayyor. «Ulanish»ni bosing: yana bir bosish uni ilovaga qoʻshadi.
bought-key-slow = ⏳ Bu odatdagidan uzoqroq davom etyapti. Iloji boʻlmasa, pulingiz balansingizga qaytadi va sizga yozamiz.
undelivered =
    <b>Kirish huquqingizni yoqa olmadik</b>

    Pul yana balansingizda, hech narsa yoʻqolmadi.

    { balance-line }
bought-key-soon = ⏳ Kirish huquqingiz yoqilmoqda. Kalit shu xabarda oʻzi paydo boʻladi, odatda bir soniya ichida.

# Toʻldirish
topup =
    <b>Toʻldirish</b>

    { balance-line }

    Qancha qoʻshmoqchisiz?
payment-methods =
    <b>{ $amount } toʻldirish</b>

    Qanday toʻlaysiz?
payment-methods-down = ⚠️ Belgilangani hozir javob bermayapti. Qolganlari ishlaydi.
payment-remembered = ✅ Siz toʻlaydigan karta uzaytirishlar uchun saqlanadi: balansda yetmagani undan oʻzi yechiladi va bu haqda oldindan xabar beramiz.
payment-remembered-whole = ✅ Siz toʻlaydigan karta uzaytirishlar uchun saqlanadi: butun narx undan oʻzi yechiladi va bu haqda oldindan xabar beramiz.
payment-not-remembered = Siz toʻlaydigan karta saqlanmaydi.
payment-creating =
    <b>{ $amount } toʻldirish</b>

    Bir lahza, toʻlov sahifasi tayyorlanmoqda ({ $way }).
payment-open =
    <b>{ $amount } toʻldirish</b>

    Siz { $asked } toʻlaysiz ({ $way }), balansingizga { $amount } tushadi. Sahifa { UNTIL($expires) } gacha ishlaydi.

    Toʻlov kelishi bilan bu xabar oʻzi oʻzgaradi.
payment-open-remembers = ✅ Toʻlov usuli uzaytirishlar uchun saqlanadi. Uni istalgan vaqtda «Balans» boʻlimida oʻchirishingiz mumkin.
payment-open-monthly = 🔁 Keyin Telegram har 30 kunda { $asked } ni oʻzi yechadi va hozir olayotganingiz shu bilan uzaytiriladi. Buni «Balans» boʻlimida yoki Telegramda toʻxtatishingiz mumkin.
payment-paid =
    ✅ <b>Toʻlandi</b>

    { $amount } balansingizda.
payment-over =
    <b>Bu sahifaning muddati tugadi</b>

    Hech narsa yechilmadi. Agar toʻlagan boʻlsangiz, pul yoʻqolmaydi: toʻlov tasdiqlanishi bilan balansingizga tushadi ({ $way }).
payment-processing =
    <b>Toʻlov koʻrib chiqilmoqda</b>

    { $way } bankingizni kutmoqda, bu bir necha kun olishi mumkin. Boshqa hech narsa qilish shart emas: toʻlov tasdiqlanishi bilan pul balansingizga tushadi. Iltimos, qayta toʻlamang.
payment-failed =
    <b>Bu usulda boʻlmadi</b>

    { $asked } uchun toʻlov sahifasini ochib boʻlmadi ({ $way }). Hech narsa yechilmadi; boshqa usulni tanlang.
topup-amount =
    <b>Toʻldirish</b>

    Summani xabar qilib yuboring: { $min } dan { $max } gacha.
topup-amount-wrong =
    <b>Toʻldirish</b>

    Bu { $min } dan { $max } gacha boʻlgan summa emas. Faqat son yuboring, masalan 500.
invoice-title = { $amount } toʻldirish
invoice-description = Balansingizga { $amount } qoʻshadi. { UNTIL($expires) } gacha toʻlang.
invoice-label = Balans
charge-title = Uzaytirish { $amount }
credited =
    ✅ <b>{ $amount } qabul qilindi</b>

    { balance-line }
credited-without-order =
    ✅ <b>{ $amount } qabul qilindi</b>

    Toʻlov birorta ochiq toʻldirishga mos kelmadi, shuning uchun toʻgʻridan-toʻgʻri balansingizga tushdi. Hech narsa yoʻqolmadi.

    { balance-line }
payment-held =
    <b>{ $amount } toʻlovingizni oldik</b>

    Uni avtomatik moslab boʻlmadi, shuning uchun uni xodim koʻrib chiqadi. Pul xavfsiz.

# Kirish huquqi
access-ready =
    <b>Ulanish</b>

    { $plan }, { UNTIL($ends) } gacha amal qiladi{ status-then }

    Kalitingiz, nusxalash uchun ustiga bosing:
    <code>{ $link }</code>

    1. VLESS kalitlarini qabul qiladigan ilovani oʻrnating: Hiddify, v2rayNG yoki Happ.
    2. Kalitni nusxalang va ilovada «buferdan qoʻshish»ni tanlang.
    3. Ulanishni yoqing.

    Kalit faqat sizniki: iltimos, uni hech kimga bermang.
access-activating =
    <b>Ulanish</b>

    ⏳ Kirish huquqingiz yoqilmoqda. Kalit shu xabarda oʻzi paydo boʻladi, odatda bir soniya ichida.
access-slow =
    <b>Ulanish</b>

    { bought-key-slow }
access-none =
    <b>Ulanish</b>

    Ulanish uchun hali obuna yoʻq.
access-expired =
    <b>Ulanish</b>

    { $plan }: { ON($ends) } tugagan. Tarif tanlang va oʻsha kalit yana ishlaydi.
access-page =
    <b>Ulanish</b>

    { $plan }, { UNTIL($ends) } gacha amal qiladi{ status-then }

    Qaysi qurilmani ulamoqchisiz?

    Yoki bu manzilni istalgan VPN ilovasiga qoʻshing, nusxalash uchun ustiga bosing:
    <code>{ $address }</code>

    U faqat sizniki: kimda boʻlsa, VPNingizdan foydalanadi.
access-lagging = ⏳ { $count } serverdan { $ready } tasi tayyor. Qolganlari ilovangizda oʻzi paydo boʻladi.
device =
    <b>{ device-name }</b>

    1. Shu ilovalardan birini oʻrnating.
    2. Qaytib kelib «Qoʻshish»ni bosing: ilova obunangiz bilan ochiladi.
    3. Ilovada uni yoqing.
device-by-qr =
    <b>{ device-name }</b>

    1. Ilovani televizorga oʻrnating.
    2. Ilovada QR kodni skanerlang yoki manzilni kiriting.
    3. Uni yoqing.
device-name = { $platform ->
    [ios] iPhone va iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] TV
}
reissue =
    <b>Yangi manzil olinsinmi?</b>

    Manzilingiz begonalarga tushib qolgan boʻlsa, yangisini oling. Eski manzil va uning kalitlari <b>barcha qurilmalaringizda</b> darhol ishlamay qoladi: har biriga yangisini qoʻshasiz.

    Obunangiz va balansingiz oʻzgarmaydi.
qr-caption = Boshqa qurilma uchun: buni oʻsha yerdagi VPN ilovasi bilan skanerlang. Kod sizning kalitingiz: iltimos, uni hech kimga koʻrsatmang.

# Qurilmalar
devices = <b>Qurilmalar: { $limit } tadan { $count } ta</b>
devices-unlimited = <b>Qurilmalar: { $count }</b>
devices-unread = <b>Qurilmalar</b>
devices-line = • { $device }
devices-line-seen = • { $device } – oxirgi marta { $at }
devices-unbinding = • { $device } – ⏳ uzilmoqda
devices-unnamed = Nomsiz qurilma
devices-reading = ⏳ Serverdan soʻrayapmiz. Roʻyxat shu yerda oʻzi paydo boʻladi.
devices-late = Server hali javob bermadi. Bir necha daqiqadan keyin yana qarang.
devices-failed = Server hozir qurilmalarni koʻrsata olmayapti. VPN baribir ishlaydi.
devices-none = Hali birorta qurilma bogʻlanmagan. Ilova obunangizni yuklaganda va qaysi qurilmada ekanini aytganda, qurilma shu yerda paydo boʻladi.
devices-note = Foydalanmay qoʻygan qurilmani uzing: uning joyi boʻshaydi. Manzilingiz boshqa odamda boʻlsa, uzishning oʻzi yetmaydi: yangi manzil oling.
unbind =
    <b>{ $device } uzilsinmi?</b>

    Uning joyi boʻshaydi. Qurilma yana joy egallamaguncha obunani yangilay olmaydi.
unbind-all =
    <b>Barcha qurilmalar uzilsinmi?</b>

    Barcha joylar boʻshaydi. Ilovasi obunani yangilaganda har bir qurilma yana joy egallaydi.

# Profil
profile =
    <b>Obuna</b>

    { status-line }
    { balance-line }
profile-traffic = Trafik: { $limit } GB dan { $used } GB ishlatildi
profile-traffic-unlimited = Trafik: { $used } GB ishlatildi
profile-devices = Qurilmalar: { $limit } tadan { $devices } ta
profile-online = Oxirgi ulanish: { $at }
profile-next-charge =
    Avtouzaytirish: <b>yoqilgan</b>
    Keyingi toʻlov: { $at }, { period } uchun <b>{ $amount }</b>
profile-next-change =
    Avtouzaytirish: <b>yoqilgan</b>
    Keyingi toʻlov: { $at }, <b>{ $next_plan }</b>, { period } uchun <b>{ $amount }</b>
profile-short = ⚠️ Buning uchun balansda <b>{ $short } yetishmaydi</b>: shu vaqtgacha toʻldiring.
profile-paid-by = Toʻlov usuli: <b>{ $method }</b>.
profile-renewal-off = Avtouzaytirish: <b>oʻchirilgan</b>. Oʻzingiz uzaytirmasangiz, kirish huquqi { ON($ends) } tugaydi.
profile-cancelled = <b>Bekor qilingan</b>: kirish huquqi shu vaqtgacha saqlanadi, boshqa hech narsa yechilmaydi.
profile-not-on-sale = Avtouzaytirish: <b>yoqilgan</b>, lekin tarifingiz hozir sotuvda yoʻq, shuning uchun hech narsa yechilmaydi. Vaqtida yana sotuvga chiqsa, sizga aytamiz va keyin uzaytiramiz.
profile-trial = Tugaganda hech narsa yechilmaydi.
profile-grace-short = Uni saqlab qolish uchun balansingizda <b>{ $short } yetishmaydi</b>: toʻldiring va pul kelishi bilan obuna oʻzi uzaytiriladi.
profile-restricted = 🔒 Uzaytirilguncha VPN faqat buning uchun kerakli joylarni ochadi: Telegram va doʻkon.
profile-grace = Kirish huquqini saqlab qolish uchun shu vaqtgacha uzaytiring.

# Toʻlov usullari
notices =
    <b>Bildirishnomalar</b>

    Pulingiz va kirish huquqingiz haqida doim yozamiz: yechib olishlar, qaytarishlar va muddat tugashi haqida oldindan. Kutishi mumkin boʻlgani kechasi kelmaydi.
notices-tips-on = Maslahat va chegirmalar: <b>yoqilgan</b>
notices-tips-off = Maslahat va chegirmalar: <b>oʻchirilgan</b>
saved-methods =
    <b>Toʻlov usullari</b>

    Uzaytirishlar shu tartibda toʻlanadi:
saved-methods-none =
    <b>Toʻlov usullari</b>

    Hech narsa saqlanmagan. Toʻlash vaqtida kartani uzaytirishlar uchun saqlab qoʻyish mumkin.
saved-methods-balance = Avval balans ishlatiladi; faqat yetmagani yechiladi.
saved-methods-whole = Butun narx yechiladi; balans faqat bu iloji boʻlmaganda ishlatiladi.
saved-method = • { $method }
saved-method-monthly = • { $method }: Telegram yechadi, keyingisi { $until }
saved-method-failed = • { $method }: ⚠️ rad etilgan, boshqa yechilmaydi
saved-method-stopped = • { $method }: ⚠️ endi yechilmaydi. Davom etishi uchun obunani shu yerda tiklang, soʻng Telegramda yoqing: Sozlamalar, Mening yulduzlarim
saved-method-removed = • { $method }: toʻxtatilgan, { $until } dan keyin hech narsa yechilmaydi
cancel =
    <b>{ $plan } bekor qilinsinmi?</b>

    Kirish huquqi <b>{ UNTIL($ends) }</b> gacha saqlanadi. Boshqa hech narsa yechilmaydi va uzaytirilmaydi.

    Shu vaqtgacha istalgan paytda buni qaytarishingiz mumkin.
cancel-in-grace =
    <b>{ $plan } bekor qilinsinmi?</b>

    U { ON($ends) } tugagan, kirish huquqi faqat uzaytirib ulgurishingiz uchun saqlanmoqda. Bekor qilsangiz, <b>kirish huquqi hozir tugaydi</b>. Hech narsa yechilmaydi.

# Tarix: har bir yozuvga ikki qator, pul va sababi.
history =
    <b>Tarix</b>

    Nima kelgani, nima yechilgani, nima sovgʻa qilingani va sababi. Avval yangilari.
history-empty =
    <b>Tarix</b>

    Hozircha boʻsh: na toʻlov, na yechib olish, na sovgʻa.
history-money = { $date } · <b>{ $direction ->
    [out] −
   *[in] +
}{ $amount }</b> · balans { $balance }
history-free = { $date } · <b>bepul</b>
history-cause = { $cause ->
    [topup] Toʻldirish: { $provider ->
        [telegram] Telegram
        [crypto] Crypto Pay
        [yookassa] YooKassa
       *[other] { $provider }
    }
    [purchase] { $plan } sotib olindi, { period }, { UNTIL($ends) } gacha
    [renewal] { $plan } uzaytirildi, { period }, { UNTIL($ends) } gacha
    [change] { $plan } tarifiga oʻtish, { period }, { UNTIL($ends) } gacha
    [change_credit] { $plan } tarifining ishlatilmagan vaqti, tarif almashganda qaytarildi
    [refund] { $plan }, { period } uchun pul qaytarildi
    [undelivered] { $plan }, { period } uchun pul qaytarildi: kirish huquqini yoqib boʻlmadi
    [payout] Toʻlangan joyga qaytarildi
    [payout_failed] Qaytarib boʻlmadi, pul yana balansingizda
    [payout_returned] Bizga qaytib keldi, pul yana balansingizda
    [loss] Biz qopladik
    [dispute_covered] Bankingiz qaytarib oldi
    [dispute_won] Bankingiz toʻlovni qaytardi
    [credit] Biz qoʻshdik
    [debit] Biz yechdik
    [assignment] Toʻlovingiz topildi va qoʻshildi
    [exchange] Doʻkon valyutasiga almashtirildi
    [reward] Taklif uchun
    [welcome] Birinchi toʻlov uchun bonus
    [reward_taken_back] Taklif uchun, qaytarib olindi: toʻlov qaytdi
    [withdrawal] Chiqarishga ariza
    [withdrawal_returned] Toʻlanmadi, yana sizniki
    [trial] { UNTIL($ends) } gacha bepul sinov
    [grant] Sovgʻa: { $plan }, { UNTIL($ends) } gacha
    [gift] Kimgadir sovgʻa: { $plan }, { period }
    [gift_returned] Sovgʻa puli qaytdi: { $plan }, { period }
    [gift_taken] Sizga sovgʻa: { $plan }, { period }, { UNTIL($ends) } gacha
    [prize] Oʻyindagi yutuq
    [prize_days] Oʻyindagi yutuq: { $plan }, { UNTIL($ends) } gacha
    [reversal] Avvalgi yozuvni tuzatish
    [promo] Promokod
    [promo_taken_back] Promokod: pul qaytarilgandan keyin qaytarib olindi
   *[other] Boshqa yozuv
}
history-reason = «{ $reason }»

help =
    <b>{ -brand } qanday ishlaydi</b>

    “Ulanish” boʻlimida qurilmangizni tanlab, VPN ilovasiga qoʻshing, tamom.

    /start – asosiy menyu
    /buy – sotib olish yoki uzaytirish
    /profile – obuna va avtouzaytirish
    /history – har bir yechib olish va u nima uchun
    /language – til yoki vaqtni oʻzgartirish

    Toʻlov balansingizdan olinadi va bizga yetib kelgan toʻlov, kechiksa ham, doim balansingizga tushadi.

    Pullik tarif tugashidan bir kun oldin balansdan yoki saqlangan toʻlov usuli bilan uzaytiriladi. Summani oldindan aytamiz, buni istalgan vaqtda «Obuna» boʻlimida oʻchirishingiz yoki obunani bekor qilishingiz mumkin. Bepul sinovda hech qachon hech narsa yechilmaydi.

update-failed =
    Bizda xatolik yuz berdi va oxirgi amalingiz oxiriga yetmagan boʻlishi mumkin.

    Pulingiz xavfsiz: toʻlangani balansingizda yoki obunangizda. Holatni koʻrish uchun menyuni oching.
