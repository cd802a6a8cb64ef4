# Obuna sahifasi va ilovalar undan koʻrsatadigan narsalar. Oddiy matn: uni sahifa andozalari himoyalaydi.

page-brand = { -brand }
page-trial = Bepul sinov
page-plan = { $plan }
page-status = { $status ->
    [active] Faol
    [activating] Yoqilmoqda
    [grace] Tugagan, hali ishlaydi
    [restricted] Tugadi, faqat Telegram va doʻkon ishlaydi
    [expired] Tugagan
   *[none] Obuna yoʻq
}
page-until = { $status ->
    [grace] { UNTIL($expires) } gacha uzaytiring
    [expired] { $ends } da tugagan
    [none] { $ends } da tugagan
   *[other] { UNTIL($ends) } gacha
}
page-then = Keyin { $plan } { $ends } gacha
page-days-left = { $count ->
    [one] { $count } kun qoldi
   *[other] { $count } kun qoldi
}
page-renews = Avtomatik uzaytiriladi
page-traffic-left = { $limit } GB dan { $left } GB qoldi
page-traffic-limit = { $limit } GB trafik
page-traffic-used = { $used } GB ishlatildi
page-traffic = Trafik
page-waiting = Kirish huquqingiz yoqilmoqda, odatda bir daqiqa ichida. Keyin bu sahifani yangilang.
page-over = VPN hozir ishlamaydi. Uzaytiring va bu manzil hamda ilovangiz yana ishlaydi; hech narsani qayta sozlash kerak emas.
page-renew = Telegramda uzaytirish
page-connect = Ulanish
page-platform = { $platform ->
    [ios] iPhone va iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] TV
}
page-step-install = Ilovani oʻrnating
page-step-add = Obunangizni qoʻshing
page-step-turn-on = Yoqing
page-turn-on = Ilovada katta tugmani bosing va VPN sozlashga ruxsat bering.
page-install = { $app } ilovasini oʻrnatish
page-add = { $app } ilovasiga qoʻshish
page-by-qr = Boshqa qurilmada ilovani oching va quyidagi QR kodni skanerlang yoki manzilni kiriting.
page-other-apps = Boshqa ilovalar
page-by-hand = Qoʻlda yoki boshqa qurilmada
page-address = Manzilingiz
page-address-secret = Bu manzilga ega boʻlgan kishi VPNingizdan foydalanadi. U boshqalarga tushib qolsa, botda yangisini oling.
page-copy = Nusxalash
page-copied = Nusxalandi
page-qr = QR kod
page-qr-alt = Obunangiz manzili yozilgan QR kod
page-blocked = Telegram ochilmasa
page-blocked-vpn = Ilovangizda VPNni yoqing, keyin botni oching.
page-blocked-app = Botni Telegram ilovasida ochish
page-blocked-write = Bizga Telegramsiz yozish
page-blocked-keep = Bu sahifani saqlab qoʻying: u Telegramsiz ishlaydi va nima qilishni koʻrsatadi.
page-support = Qoʻllab-quvvatlash
page-open-title = { $app } ilovasini ochish
page-open-hint = Tugmani bosing. { $app } ochiladi va obunangizni qoʻshadi.
page-open = { $app } ilovasini ochish
page-not-opened = Ochilmadimi?
page-not-opened-install = { $app } hali oʻrnatilmagan boʻlsa kerak. Uni oʻrnating, qaytib keling va tugmani yana bosing.
page-not-opened-copy = Yoki manzilni nusxalab, ilovaga qoʻlda qoʻshing.
page-not-opened-browser = Telegramning oʻz brauzerida ilova ochilmasligi mumkin: menyuda «Brauzerda ochish»ni tanlang.
page-back = Barcha ilovalar va yordam
page-gone-title = Bu manzil ishlamaydi
page-gone = Agar u avval ishlagan boʻlsa, yangisiga almashtirilgan: uni koʻrish uchun Telegramda botni oching.
page-later-title = Bu sahifa hozir ochilmayapti
page-later = Bu oʻz-oʻzidan oʻtib ketadi: bir necha daqiqadan keyin sahifani qayta oching. Ilovangizdagi sozlamalar oʻz holicha qoladi. Sahifa baribir ochilmasa, Telegramdagi botda qoʻllab-quvvatlash xizmatiga yozing.
page-device-full = Qurilmalar chegarasi toʻldi: botda birini uzing
page-device-nameless = Ilova qaysi qurilmada ekanini aytmaydi: boshqasini oling
page-announce-ended = Obunangiz tugadi. Uzaytirish: { $where }
page-announce-activating = Kirish huquqingiz yoqilmoqda. Bir daqiqadan keyin obunani yangilang.
page-announce-grace = Obunangiz tugadi; kirish huquqi { UNTIL($expires) } gacha saqlanadi. Uzaytirish: { $where }
page-announce-ends = Obunangiz { ON($ends) } tugaydi va avtomatik uzaytirilmaydi. Uzaytirish: { $where }
