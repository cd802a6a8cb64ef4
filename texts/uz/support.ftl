# Qoʻllab-quvvatlash: ekran, koʻp soʻraladigan savollarga javoblar va murojaatlar. Yuboriladiganini SQL nomlaydi; qarang: support.prepare_post().
support =
    <b>Qoʻllab-quvvatlash</b>

    Savolingizga javob quyida boʻlishi mumkin. Boʻlmasa, nima haqidaligini tanlang va bizga yozing: bu yerda odam javob beradi.
menu-hint-support = Men faqat tugmalarni tushunaman. Biror narsa ishlamasa, «Yordam xizmati»ni bosing va oʻsha yerda yozing.
incident = ⚠️ <b>{ $text }</b>
support-topic = { $topic ->
    [access] ishlamayapti
    [payment] toʻlov
    [company] kompaniya uchun taklif
   *[other] boshqa
}
support-ask =
    <b>Qoʻllab-quvvatlash: { support-topic }</b>

    Nima boʻlganini bir yoki bir nechta xabarda yozing. { $topic ->
        [access] Qaysi qurilma va ilova, qachondan beri ishlamayapti? Skrinshot yordam beradi.
        [payment] Qancha, qanday va qachon toʻladingiz? Chek skrinshoti yordam beradi. Pulingiz xavfsiz: bizga yetib kelgan toʻlov balansingizda yoki obunangizda.
       *[other] Rasm, fayl va ovozli xabarlar ham yetib keladi.
    }
support-more =
    <b>Qoʻllab-quvvatlash: murojaat { $ticket }</b>

    Yana nima demoqchi boʻlsangiz, bitta yoki bir nechta xabarda yozing. Rasm, fayl va ovozli xabarlar ham yetib keladi.
support-written =
    ✅ <b>Qoʻllab-quvvatlashga yuborildi</b>

    Murojaat { $ticket }. Javob shu chatga keladi. Qoʻshadigan gapingiz boʻlsa, shunchaki yozing.
support-written-unread =
    📝 <b>Xabaringiz saqlandi</b>

    Murojaat { $ticket }. Hozir doʻkondan hech kim bu yerni oʻqimayapti, bu bizning xatomiz: doʻkon egalari bundan xabardor. Javob shu chatga keladi.
support-too-many = Bir soat ichida juda koʻp yozildi, bu xabar uzatilmadi. Murojaatingiz bizda, shu yerda javob beramiz.
support-ticket =
    <b>Qoʻllab-quvvatlash: murojaat { $ticket }</b>, { $open ->
        [yes] ochiq
       *[no] yopiq
    }
support-line = <b>{ $sender ->
    [support] Qoʻllab-quvvatlash
    [customer] Foydalanuvchi
   *[user] Siz
}</b> · { $sent }{ support-kind }
support-kind = { $kind ->
    [text] {""}
    [photo] {""} · rasm
    [voice] {""} · ovozli xabar
    [sticker] {""} · stiker
    [document] {""} · fayl
    [audio] {""} · audio
   *[video] {""} · video
}

# Foydalanuvchiga
support-answer = 💬 <b>Qoʻllab-quvvatlash</b>, murojaat { $ticket }{ support-kind }
support-closed =
    <b>Murojaat { $ticket } yopildi</b>

    Hal boʻlmagan boʻlsa, { $hours ->
        [one] { $hours } soat
       *[other] { $hours } soat
    } ichida javob yozing: murojaat barcha yozilganlari bilan yana ochiladi.

# Qoʻllab-quvvatlash xodimlariga
support-card =
    🎫 <b>Murojaat { $ticket }: { support-topic }</b>

    Foydalanuvchi { $user } { $name }
    { $status ->
        [none] Obuna yoʻq
       *[other] { $plan }, { $status }, { UNTIL($ends) } gacha
    }
    { $paid ->
        [yes] Oxirgi toʻlov: { $amount }, { $provider }, { $paid_at }
       *[no] Hali toʻlov yoʻq
    }
    { $seen ->
        [yes] Oxirgi ulanish: { $seen_at }
       *[no] Ulanish haqida maʼlumot yoʻq
    }

    Javob berish uchun shu murojaatning xabariga javob yozing.
support-message = 🎫 <b>{ $ticket }</b> · foydalanuvchi { $user }{ support-kind }
support-answered = 🎫 <b>{ $ticket }</b> · javob berildi{ support-kind }
support-is-closed = 🎫 <b>{ $ticket }</b> · { $by ->
    [user] foydalanuvchi yopdi
    [support] qoʻllab-quvvatlash yopdi
   *[nobody] yana ochiq
}
support-file-missing = <i>Faylni yetkazib boʻlmadi.</i>
support-failed =
    ⚠️ <b>Bu javob yetib bormadi</b> (murojaat { $ticket })

    { $error }
support-user-gone = Bu foydalanuvchi akkauntini oʻchirgan, javob beradigan odam yoʻq.
support-history = 🎫 <b>{ $ticket }</b> · yozilganlar

# Koʻp soʻraladigan savollarga javoblar
faq-pay =
    <b>Qanday toʻlayman?</b>

    «Obuna» boʻlimida tarif va muddatni tanlang. Toʻlov balansdan olinadi; yetmasa, buyurtma uni toʻldirishni taklif qiladi va pul kelganda oʻzi toʻlanadi. Toʻlov usullari oʻsha yerda koʻrsatiladi.

    Bizga yetib kelgan toʻlov hech qachon yoʻqolmaydi: kechiksa ham, balansingizda boʻladi.
faq-connect =
    <b>Qanday ulanaman?</b>

    «Ulanish»ni bosing, qurilmangizni tanlang va qadamlarni bajaring: ilovani oʻrnating, obunangizni qoʻshing, yoqing. Uzaytirgandan keyin kalit oʻzgarmaydi.
faq-slow =
    <b>Sekin ishlayapti yoki ulanmayapti</b>

    1. Ilovada ulanishni oʻchirib, qayta yoqing.
    2. Ilovada obunani yangilang: serverlar oʻzgargan boʻlishi mumkin.
    3. Bir nechta server boʻlsa, boshqasini tanlang.
    4. Boshqa tarmoqni sinang: Wi-Fi oʻrniga mobil internet.

    Yordam bermasa, bizga yozing: qaysi qurilma, ilova va tarmoq ekanini ayting.
faq-devices =
    <b>Nechta qurilma?</b>

    Tarifingizda aytilgancha, «Obuna» boʻlimiga qarang. Har birini bir xil usulda ulang. Manzilingiz boshqa odamga tushgan boʻlsa, «Ulanish» boʻlimida yangisini oling: eskisi ishlamay qoladi.
faq-refund =
    <b>Pulimni qaytarib olsam boʻladimi?</b>

    Bizga yozing va sababini ayting: har bir holatni koʻrib chiqamiz. Biz yetkaza olmaganimizning puli balansingizga oʻzi qaytadi, tarixda har bir yechib olish va qaytarish koʻrinadi.
