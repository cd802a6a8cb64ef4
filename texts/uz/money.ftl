# Pul yoki vaqtni boshqa kimdir oʻzgartirganda foydalanuvchilar va adminlarga aytiladigan matnlar. Ularni SQL
# nomlaydi; qarang: billing.notify_operation(). Har biri pul nima boʻlganini aytadi.
refunded =
    <b>{ $amount } qaytarildi</b>

    { $plan } uchun toʻlangan pul yana balansingizda: <b>{ $balance }</b>.
    { refunded-time }

    Sabab: { $reason }
refunded-to-source =
    <b>{ $amount } qaytarilmoqda</b>

    { $plan } uchun toʻlangan pul siz toʻlagan joyga qaytadi. Bu koʻpi bilan bir necha kun oladi; yuborilganda sizga yozamiz.
    { refunded-time }

    Sabab: { $reason }
refunded-time = { $runs ->
    [yes] Obunangiz endi <b>{ UNTIL($ends_at) }</b> gacha amal qiladi{ $renews ->
        [yes] {" "}va avvalgidek uzaytiriladi: pul yechishdan oldin xabar beramiz.
       *[no] {" "}va uzaytirilmaydi.
    }
   *[no] Obunangiz va u bilan birga kirish huquqingiz tugadi. Boshqa hech narsa yechilmaydi.
}
refunded-undelivered =
    <b>Kirish huquqingizni yoqa olmadik</b>

    Uzr soʻraymiz. { $amount } yana balansingizda: <b>{ $balance }</b>.
    { $runs ->
        [yes] Avval sizda boʻlgani hali ham <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
       *[no] Boshqa hech narsa yechilmadi va oʻz-oʻzidan yechilmaydi.
    }

    Bu haqda bilamiz va tekshiryapmiz. Istalgan vaqtda qayta urinib koʻrishingiz mumkin.
gift-undelivered =
    <b>Kirish huquqingizni yoqa olmadik</b>

    Uzr soʻraymiz. Bu siz uchun bepul edi, shuning uchun qaytariladigan narsa yoʻq. Bu haqda bilamiz va tekshiryapmiz; ishlashi bilan kalitingiz «Ulanish» boʻlimida paydo boʻladi.
# Sovgʻa uchun pul toʻlagan kishiga qaytadi, obuna egasi esa bu uning uchun nimani anglatishini biladi.
refunded-gift =
    <b>{ $amount } qaytarildi</b>

    Boshqa odam uchun toʻlagan { $plan } puli yana balansingizda: <b>{ $balance }</b>. Shu pulga olingan vaqt qaytarib olindi.

    Sabab: { $reason }
refunded-to-source-gift =
    <b>{ $amount } qaytarilmoqda</b>

    Boshqa odam uchun toʻlagan { $plan } puli siz toʻlagan joyga qaytadi. Bu koʻpi bilan bir necha kun oladi; yuborilganda sizga yozamiz. Shu pulga olingan vaqt qaytarib olindi.

    Sabab: { $reason }
refunded-change-gift =
    <b>{ $amount } yana balansingizda</b>

    Siz obunasini toʻlagan kishi boshqa tarifga oʻtdi. Pulingizdan qolgani yana sizniki: balansingizda <b>{ $balance }</b> bor.
refunded-undelivered-gift =
    <b>Sovgʻangizni yetkaza olmadik</b>

    Uzr soʻraymiz. Boshqa odam uchun toʻlaganingizni yoqib boʻlmadi. { $amount } yana balansingizda: <b>{ $balance }</b>.

    Bu haqda bilamiz va tekshiryapmiz. Istalgan vaqtda qayta urinib koʻrishingiz mumkin.
gift-late =
    <b>Kirish huquqingizni yoqa olmadik</b>

    Uzr soʻraymiz: boshqa odam siz uchun toʻlagan narsa kechikmoqda va pul toʻlagan kishiga qaytdi. Bu sizga hech qanday xarajat keltirmadi.
    { $runs ->
        [yes] Avval sizda boʻlgani hali ham <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
       *[no] Oʻz-oʻzidan hech narsa yechilmaydi.
    }

    Bu haqda bilamiz va tekshiryapmiz.
gift-taken-back =
    <b>Obunangiz oʻzgardi</b>

    Obunangiz vaqtining bir qismini boshqa odam toʻlagan edi va pulini qaytarib oldi.
    { refunded-time }

    Sabab: { $reason }
access-works =
    <b>Kirish huquqingiz tayyor</b>

    Kutganingiz uchun uzr. { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
access-works-late =
    <b>Kutgan vaqtingiz qoʻshildi</b>

    Uzr soʻraymiz: kirish huquqi kerakligidan kechroq yoqildi. Bu vaqt baribir sizniki: { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi. Bu siz uchun bepul.
access-moved =
    <b>Sizda yangi kalit bor</b>

    Sizni boshqa serverga oʻtkazdik. Kalitni «Ulanish» boʻlimidan oling va ilovangizdagi eskisining oʻrniga qoʻying: eskisi endi ishlamaydi. { $plan } avvalgidek <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
key-replaced =
    <b>Sizda yangi kalit bor</b>

    Xavfsizligingiz uchun server kalitini almashtirdik. Manzilingiz qoʻshilgan ilovalar obunani yangilaganda yangi kalitni oladi. Nusxalangan kalit endi ishlamaydi: yangisini «Ulanish» boʻlimidan oling. { $plan } avvalgidek <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
address-replaced =
    <b>Sizda yangi manzil bor</b>

    Xavfsizligingiz uchun manzilingiz va kalitlaringizni almashtirdik: eskilari endi ishlamaydi. Yangi manzilni «Ulanish» boʻlimidan oling va har bir qurilmangizga qoʻshing. { $plan } avvalgidek <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
access-sent-again =
    <b>Ulanishingiz</b>

    Ulanish maʼlumotlaringiz «Ulanish» boʻlimida. Ilova xato koʻrsatsa, ularni oʻsha yerdan qayta oling. { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
device-unbound-by-hand =
    <b>Qurilmangiz uzildi</b>

    Yordam xizmati { $all ->
        [yes] barcha qurilmalaringizni
       *[no] qurilmalaringizdan birini
    } uzdi: endi u yerdan ulanib boʻlmaydi, oʻrin boʻsh. Qaytarish uchun oʻsha qurilmada «Ulanish» boʻlimini oching va obunani qayta qoʻshing. { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
traffic-low =
    <b>Trafikning 80 foizi ishlatildi</b>

    { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi. Trafik butunlay tugagach, u qayta hisoblangunga qadar aloqa toʻxtaydi. Trafigi koʻproq tarifni bir bosishda tanlash mumkin.
traffic-used =
    <b>Trafigingiz tugadi</b>

    Trafik qayta hisoblangunga yoki siz trafigi koʻproq tarifni tanlaguningizga qadar aloqa toʻxtaydi. { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi.
payout-sending =
    <b>{ $amount } qaytarishga tayyorlanmoqda</b>

    Pul siz toʻlagan joyga qaytadi. Bu koʻpi bilan bir necha kun oladi; yuborilganda sizga yozamiz.
    Balans: <b>{ $balance }</b>

    Sabab: { $reason }
payout-sent =
    <b>{ $amount } qaytarib yuborildi</b>

    Pul siz toʻlagan joyga ketdi. Bank yoki hamyoningiz uni bir necha kundan keyin koʻrsatishi mumkin.
payout-failed =
    <b>{ $amount } qaytarib yuborilmadi</b>

    Toʻlov tizimi rad etdi. Hech narsa yoʻqolmadi: pul yana balansingizda, <b>{ $balance }</b>.
payout-returned =
    <b>{ $amount } bizga qaytib keldi</b>

    Bank yoki hamyoningiz biz qaytargan pulni qabul qilmadi. Hech narsa yoʻqolmadi: pul yana balansingizda, <b>{ $balance }</b>. Uni boshqa joyga olmoqchi boʻlsangiz, qoʻllab-quvvatlashga yozing.
payout-took-time =
    <b>Obunangiz oʻzgardi</b>

    Toʻlovingiz siz toʻlagan joyga qaytdi, unga sotib olingani ham shu bilan bekor boʻladi.
    { refunded-time }
payout-disputed =
    <b>Bankingiz toʻlovni qaytarib oldi</b>

    Bu pul yana sizda, shuning uchun balansingizdan { $amount } yechildi: <b>{ $balance }</b>. Shu toʻlovga sotib olingani ham bekor boʻladi.
    { refunded-time }

    Bankingizdan buni soʻramagan boʻlsangiz, qoʻllab-quvvatlashga yozing.
payout-dispute-won =
    <b>{ $amount } yana balansingizda</b>

    Bankingiz toʻlovni baribir bizda qoldirdi. Balansingizda: <b>{ $balance }</b>. Unga oʻz-oʻzidan hech narsa sotib olinmaydi: istagan vaqtda tarif tanlang.
credited-by-hand =
    <b>Sizga { $amount } qoʻshildi</b>

    Pul balansingizda: <b>{ $balance }</b>.

    Sabab: { $reason }
debited-by-hand =
    <b>Balansingizdan { $amount } yechildi</b>

    Balans: <b>{ $balance }</b>

    Sabab: { $reason }
promo-bonus-taken-back =
    <b>Bonus qaytarib olindi</b>

    Uni bergan promokod toʻlov qilganlar uchun edi, toʻlaganingizning hammasi esa oʻzingizga qaytdi. Shuning uchun { $amount } bonus balansingizdan yechildi: <b>{ $balance }</b>.
promo-time-taken-back =
    <b>Obunangiz oʻzgardi</b>

    Bepul vaqt bergan promokod toʻlov qilganlar uchun edi, toʻlaganingizning hammasi esa oʻzingizga qaytdi. Shuning uchun bu vaqt ham bekor boʻladi.
    { refunded-time }
payment-found =
    <b>{ $amount } qabul qilindi</b>

    Sizning toʻlovingiz bizga nomingizsiz kelganini aniqladik. Endi u balansingizda: <b>{ $balance }</b>.
missed =
    <b>Bir muddat sizga yoza olmadik</b>

    { $since } dan beri nima yechilgani, qaytarilgani yoki tugagani «Tarix» boʻlimida.
time-granted =
    <b>Sizga vaqt qoʻshildi</b>

    { $plan } endi <b>{ UNTIL($ends_at) }</b> gacha amal qiladi. Bu siz uchun bepul.

    Sabab: { $reason }
time-shortened =
    <b>Obunangiz ertaroq tugaydi</b>

    { $plan } endi <b>{ UNTIL($ends_at) }</b> gacha amal qiladi. Hech narsa yechilmadi.

    Sabab: { $reason }
cancelled-by-hand =
    <b>Obunangiz bekor qilindi</b>

    { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi va uzaytirilmaydi. Hech narsa yechilmadi va yechilmaydi. Shu vaqtgacha bekor qilishni «Obuna» boʻlimida qaytarishingiz mumkin.

    Sabab: { $reason }
auto-renewal-on-by-hand =
    <b>Avtouzaytirish yoqildi</b>

    { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi, keyin balansdan yoki saqlangan toʻlov usuli bilan uzaytiriladi. Hech narsa yechilmadi; yechishdan oldin xabar beramiz. Uni «Obuna» boʻlimida oʻchirishingiz mumkin.

    Sabab: { $reason }
auto-renewal-off-by-hand =
    <b>Avtouzaytirish oʻchirildi</b>

    { $plan } <b>{ UNTIL($ends_at) }</b> gacha amal qiladi. Hech narsa yechilmadi va endi oʻz-oʻzidan yechilmaydi. Uni «Obuna» boʻlimida yoqishingiz mumkin.

    Sabab: { $reason }
access-revoked =
    <b>Obunangiz toʻxtatildi</b>

    { $plan } va kirish huquqingiz { ON($ends_at) } tugadi. Hech narsa yechilmadi; balansingiz: <b>{ $balance }</b>.

    Sabab: { $reason }

# Adminlarga
admin-undelivered =
    ⚠️ <b>Kirish huquqi berilmadi</b>

    Foydalanuvchi { $user }, obuna { $subscription }: { $error }
    Qaytarildi: { $amount }
admin-dispute =
    ⚖️ <b>{ $state ->
        [won] Nizoda yutildi
        [lost] Nizoda yutqazildi
       *[opened] Toʻlovga eʼtiroz bildirildi
    }</b>

    { $provider } { $dispute }, toʻlov { $payment }: { $amount }, { $reason }
    Toʻlovchi balansidan qoplandi: { $covered }{ $has_due ->
        [yes] {""}
    Dalillar { UNTIL($due) } gacha provayder kabinetida qabul qilinadi.
       *[no] {""}
    }
admin-refund-returned =
    ↩️ <b>Qaytarilgan pul ortga qaytdi</b>

    { $provider }, toʻlov { $payment }, qaytarish { $refund }: { $amount }, { $reason }
    Pul toʻlovchining balansida, unga aytilgan. Yana urinish: select ops.payout({ $payment }, '…')
admin-refund-failed =
    ↩️ <b>Pul qaytarilmadi</b>

    { $provider }, toʻlov { $payment }, qaytarish { $refund }: { $amount }, { $reason }
    Pul toʻlovchining balansida, unga aytilgan. Yana urinish: select ops.payout({ $payment }, '…')
admin-refund-waits =
    ↩️ <b>Qaytarish kutmoqda</b>

    { $provider }, toʻlov { $payment }, qaytarish { $refund }: { $amount }, { $reason }
    Pul ajratib qoʻyilgan, keyingi urinish { ON($at) }. Toʻlov tizimidagi hisobingizni toʻldiring.
alarm-raised =
    🚨 <b>{ $name }</b>

    { $detail }
alarm-over = ✅ <b>{ $name }</b>: yana joyida.
