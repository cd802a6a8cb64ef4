# Tugmalardagi yozuvlar; bildirishnomalardagilarni SQL ham nomlaydi.
button-try = Bepul sinab koʻrish ({ $unit ->
    [day] { $count ->
        [one] { $count } kun
       *[other] { $count } kun
    }
   *[hour] { $count ->
        [one] { $count } soat
       *[other] { $count } soat
    }
})
button-connect = Ulanish
button-subscription = Obuna
button-profile = Mening obunam
button-balance = Balans
button-more = Yana
button-admin = Boshqaruv
button-which = { $plan }
button-history = Tarix
button-language = Til va vaqt
button-zones = 🕐 { $clock } { $city }
button-zone = { $clock } { $city }
button-zone-chosen = ✅ { $clock } { $city }
button-notices = Bildirishnoma
button-tips-on = Maslahat va chegirmalarni yoqish
button-tips-off = Maslahat va chegirmalarni oʻchirish
button-help = Yordam
button-support = Yordam xizmati
button-reply = Javob berish
button-solved = Hal boʻldi
button-write-more = Yana yozish
button-ask = { $topic ->
    [access] Ishlamayapti
    [payment] Toʻlov
   *[other] Boshqa
}
button-ask-anyway = Bizga yozish
button-faq = { $question ->
    [pay] Qanday toʻlash
    [connect] Qanday ulanish
    [slow] Sekin ishlaydi
    [devices] Qurilmalar
   *[refund] Pul qaytarish
}
button-ticket-history = Tarix
button-close-ticket = Yopish
button-privacy = Maʼlumotlarim
button-get-data = Maʼlumotlarimni faylda olish
button-delete = Akkauntimni oʻchirish
button-delete-yes = Ha, hammasi oʻchirilsin
button-keep-account = Akkauntni qoldirish
button-menu = Menyu
button-back = Orqaga
button-close = Yopish
button-offers-off = Bunday yubormang
button-buy = Tarif tanlash
button-buy-wanted = { $plan } sotib olish · { $amount }
button-try-again = Qayta urinish
button-renew = Uzaytirish
button-topup = Toʻldirish
button-topup-amount = { $amount } toʻldirish
button-topup-for = { $plan } uchun { $amount } toʻldirish
button-topup-renewal = Uzaytirish uchun { $amount } toʻldirish
button-amount = { $amount }
button-method = { $way } · { $amount }
button-method-down = ⚠️ { $way } · { $amount }
button-way-telegram = Telegramda karta
button-way-yookassa = Karta yoki SBP
button-way-stripe = Karta
button-way-stars = Telegram Stars
button-way-crypto-pay = Crypto Bot
button-way-heleket = Kriptovalyuta
button-monthly = 🔁 { $way } · har 30 kunda { $amount }
button-remember-on = Uzaytirishlar uchun saqlash
button-remember-off = Saqlamaslik
button-saved-methods = Toʻlov usullari
button-forget-method = ✕ { $method }
button-method-up = ↑ { $method }
button-resume-method = Davom ettirish: { $method }
button-balance-first = Avval balans
button-methods-first = Butun narxni yechish
button-confirm = Tasdiqlash
button-pay-page = { $amount } toʻlash
button-check-payment = Toʻladim
button-other-method = Boshqa usulda toʻlash
button-other-amount = Boshqa summa
button-plan = { $plan } · { $amount } dan
button-plan-current = ✅ { $plan } · { $amount } dan
button-price = { period } · { $amount }
button-price-saving = { period } · { $amount } · { $saving } tejaladi
button-price-later = ⏳ { period } · { $amount }
button-price-was = { period } · { $was } → { $amount }
button-pay = Balansdan { $amount } toʻlash
button-change-now = Tarifni hozir almashtirish
button-change-later = Muddat tugagach almashtirish
button-keep-plan = { $plan } tarifida qolish
button-copy = Kalitni nusxalash
button-device = { $platform ->
    [ios] iPhone
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] TV
}
button-install = { $app } ilovasini oʻrnatish
button-add-to = { $app } ilovasiga qoʻshish
button-copy-address = Manzilni nusxalash
button-page = Sahifani ochish
button-all-apps = Barcha ilovalar va yordam
button-reissue = Yangi manzil
button-reissue-yes = Ha, yangi manzil
button-keep-address = Qoldirish
button-devices = Qurilmalar
button-unbind = ✕ { $device }
button-unbind-all = Hammasini uzish
button-unbind-yes = Ha, uzilsin
button-keep-device = Qoldirish
button-qr = QR kod
button-invite = Taklif qilish
button-share = Ulashish
button-referrals-on = Havolam orqali kelganlarni aytish
button-referrals-off = Havolam orqali kelganlarni aytmaslik
button-change-plan = Boshqa tarif
button-renew-for = { $amount } evaziga uzaytirish
button-do-not-renew = Uzaytirmaslik
button-auto-on = Avtouzaytirishni yoqish
button-auto-off = Avtouzaytirishni oʻchirish
button-cancel = Bekor qilish
button-cancel-yes = Ha, toʻxtasin
button-keep = Qoldirish
button-older = ‹ Eskiroq
button-newer = Yangiroq ›

# Telegramning yozish maydonidagi buyruqlar roʻyxati.
command-start = Asosiy menyu
command-profile = Obuna va avtouzaytirish
command-buy = Sotib olish yoki uzaytirish
command-connect = Qurilmani ulash
command-history = Yechib olishlar va toʻlovlar
command-promo = Promokod kiritish
command-referral = Boshqalarni taklif qilish
command-language = Til va vaqt
command-support = Qoʻllab-quvvatlashga yozish
command-privacy = Maʼlumotlarim, akkauntni oʻchirish
command-help = Bu qanday ishlaydi
button-terms = Qoidalar
button-read-terms = Qoidalarni oʻqish
button-accept-terms = Qoidalarni qabul qilaman
button-joined = Aʼzo boʻldim
button-company = Kompaniyalar uchun
button-company-again = Boshidan boshlash
button-skip = Oʻtkazib yuborish
button-send = Yuborish
description =
    Saytlar va ilovalar telefon, kompyuter va televizorda yana ochiladi. Sozlash ikki daqiqa oladi.

    «Boshlash» tugmasini bosing: koʻrish bepul.
description-short = Saytlar va ilovalar telefon, kompyuter va televizorda yana ochiladi.

# Promo codes.
button-promo = Promokod
button-promo-again = Kodni qayta urinish
button-promo-remove = Kodni olib tashlash

# Sovgʻalar, nomlar, oʻyin.
button-gift = Sovgʻa qilish
button-my-gifts = Sovgʻalarim
button-gift-of = 🎁 { $plan }, { period }
button-gift-send = Yuborish
button-gift-return = Pulni qaytarish
button-gift-return-yes = Ha, qaytarish
button-keep-gift = Qoldirish
button-send-link = Kimga yuborishni tanlash
button-copy-link = Havolani nusxalash
button-take = Sovgʻani olish
button-take-new = Yana bir obuna sifatida
button-another = Yana bitta
button-name = Nomlash
button-game = Oʻyin
button-throw = 🎳 Tashlash
command-gift = Obuna sovgʻa qilish
command-game = Sovrinli bouling

# Withdrawals.
button-withdraw = Chiqarish
button-withdraw-all = Hammasi: { $amount }
button-cancel-withdrawal = Arizani bekor qilish
button-confirm-withdrawal = { $amount } chiqarish
button-withdrawals = Chiqarishlar
button-approve = Tasdiqlash
button-reject = Rad etish
button-show-requisites = Rekvizitlar
button-was-paid = Toʻlandi
button-sent-by-hand = Ha, pulni yubordim
button-not-paid = Boʻlmadi
button-refuse = { $why ->
    [requisites] Rekvizit notoʻgʻri
    [rules] Qoidaga zid
   *[other] Boshqa: yordam tushuntiradi
}
button-promo-order = Buyurtmaga
