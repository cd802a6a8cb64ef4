# Doʻkon odam haqida nimalarni biladi va qanday unutadi.
privacy =
    <b>Maʼlumotlarim</b>

    Biz Telegram ID va ismingizni, nima sotib olib toʻlaganingizni, sizga nima yuborilganini va qoʻllab-quvvatlashga nima yozganingizni bilamiz. Internetda nima qilishingizni koʻrmaymiz.

    Hammasini faylda olishingiz yoki akkauntingiz bilan birga oʻchirtirishingiz mumkin.
data-file = Siz haqingizda saqlayotganlarimiz. Kalitlaringiz bu yerda yoʻq: ular «Ulanish» boʻlimida.
delete =
    <b>Akkauntingiz oʻchirilsinmi?</b>

    Buni ortga qaytarib boʻlmaydi:
    { $runs ->
        [yes] • kirish huquqingiz barcha qurilmalarda darhol tugaydi, qolgani uchun pul qaytarilmaydi
       *[no] • tugaydigan obuna yoʻq
    }
    { $has_money ->
        [yes] • balansingizdagi <b>{ $balance }</b>{ $more } bekor boʻladi
       *[no] • balansingizda pul yoʻq
    }
    • saqlangan toʻlov usullari oʻchiriladi va boshqa hech narsa yechilmaydi
    • ismingiz, Telegram ID va qoʻllab-quvvatlashga yozganlaringiz oʻchiriladi; hech kimga olib bormaydigan raqamning toʻlovlari qoladi

    Qaytib kelsangiz, yangi mijoz boʻlasiz; obunangiz boʻlgan boʻlsa, bepul sinov berilmaydi.
delete-money-back = Pulni toʻlagan joyingizga qaytarib olmoqchi boʻlsangiz, avval qoʻllab-quvvatlashga yozing: akkaunt oʻchirilgach, pul kimniki ekanini hech kim ayta olmaydi.
delete-gifts = { $count ->
    [one] { $count } ta sovgʻangizni (<b>{ $amount }</b>) hali hech kim olmagan. Havolasi bor odam uni keyin ham olishi mumkin; hech kim olmasa, puli bekor boʻladi. Pulni saqlab qolmoqchi boʻlsangiz, avval sovgʻani qaytarib oling.
   *[other] { $count } ta sovgʻangizni (<b>{ $amount }</b>) hali hech kim olmagan. Havolasi bor odam ularni keyin ham olishi mumkin; hech kim olmaganlarining puli bekor boʻladi. Pulni saqlab qolmoqchi boʻlsangiz, avval sovgʻalarni qaytarib oling.
}
delete-waits =
    <b>Akkauntingizni hozircha oʻchirib boʻlmaydi</b>

    { $amount } sizga qaytarishga tayyorlanmoqda. Yuborilganda sizga yozamiz; shundan keyin akkauntingizni oʻchirishingiz mumkin.
delete-last-owner =
    <b>Akkauntingizni hozircha oʻchirib boʻlmaydi</b>

    Siz bu doʻkonning yagona egasisiz: sizsiz uni hech kim boshqara olmaydi. Avval /admin orqali boshqa birovni ega qiling.
delete-role = { $role ->
    [owner] Shundan keyin siz bu doʻkonning egasi boʻlmaysiz.
   *[other] Shundan keyin siz bu doʻkonning admini boʻlmaysiz.
}
deleted =
    <b>Akkauntingiz oʻchirildi</b>

    Kirish huquqingiz tugadi va boshqa hech narsa yechilmaydi. Saqlangan xabarlarda qolgani bir necha kun ichida oʻchiriladi.

    Biz bilan boʻlganingiz uchun rahmat. /start yangi akkaunt ochadi.
