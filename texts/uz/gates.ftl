# Sinov yoki birinchi xarid oldidan turadiganlar va kompaniyalar shakli.
terms =
    <b>Qoidalar</b>

    Bu doʻkon qoidalari quyidagi tugma bilan ochiladi.
terms-none =
    <b>Qoidalar</b>

    Bu doʻkonda narxlar, kirish huquqi va maʼlumotlaringiz haqida aytilganidan boshqa qoida yoʻq.
terms-ask = { $before ->
    [yes] <b>Boshlashdan oldin qoidalarni oʻqing va qabul qiling.</b> Bir marta soʻraymiz, keyin faqat ular oʻzgarganda.
   *[no] Siz bu qoidalarni hali qabul qilmagansiz.
}
terms-accepted = ✅ Siz ularni { ON($at) } qabul qilgansiz.
channels =
    <b>Avval aʼzo boʻling</b>

    Bepul sinov yoki birinchi xariddan oldin { $count ->
        [one] shu kanalga
       *[other] shu kanallarga
    } aʼzo boʻling: serverlar va uzilishlar haqida oʻsha yerda yozamiz.

    Keyin «Aʼzo boʻldim»ni bosing.
blocked =
    <b>Bu doʻkon ushbu akkauntga hech narsa sotmaydi</b>

    Toʻlaganingiz oxirigacha ishlaydi, balansingizdagi pul sizniki boʻlib qoladi.{ $known ->
        [yes] {""} Bu haqda savollar uchun: { $contact }
       *[no] {""}
    }
account-blocked =
    <b>Bu doʻkon ushbu akkauntga boshqa hech narsa sotmaydi</b>

    Toʻlaganingiz oxirigacha ishlaydi va uzaytirilmaydi: boshqa hech narsa yechilmaydi. Balansingizdagi pul sizniki boʻlib qoladi.
account-unblocked =
    <b>Doʻkondan yana foydalanishingiz mumkin</b>

    Avtouzaytirish «Obuna» boʻlimida yoqmaguningizcha oʻchiq turadi.
company-intro =
    <b>Kompaniyangiz uchun VPN</b>

    Toʻrtta qisqa savol; keyin shu yerda odam taklif bilan javob beradi.
company-ask = <b>{ $question ->
    [company] Kompaniyangiz nomi nima?
    [people] Necha kishi uchun?
    [contact] Siz bilan qanday bogʻlanamiz?
   *[comment] Yana nimani bilishimiz kerak?
}</b>{ $question ->
    [people] {""} Son yetarli.
    [contact] {""} E-mail manzil, telefon raqami yoki Telegramdagi nom.
    [comment] {""} Qurilmalar, mamlakatlar, muddatlar: muhim boʻlgan hamma narsa. Oʻtkazib yuborish mumkin.
   *[company] {""}
}
company-invalid = ⚠️ { $question ->
    [company] Nomda 2 dan 100 tagacha belgi boʻladi.
    [people] Son yuboring, masalan 25.
    [contact] E-mail manzil, telefon raqami yoki @name kabi nom yuboring.
   *[comment] Izohda koʻpi bilan 1000 ta belgi boʻladi.
}
company-filled-in =
    <b>Kompaniyangiz uchun VPN</b>

    Kompaniya: <b>{ $company }</b>
    Kishilar: <b>{ $people }</b>
    Aloqa: <b>{ $contact }</b>
    Izoh: { $comment }

    Yuborilsinmi? Javob shu chatga keladi.
company-closed = <b>Kompaniyangiz uchun VPN</b> { $why ->
    [too_many] Bugungi soʻrovlaringiz bizda, shu yerda javob beramiz. Qoʻshadigan gapingiz boʻlsa, qoʻllab-quvvatlashga yozing.
   *[switched_off] Hozircha soʻrov qabul qilmayapmiz. Savolingiz boʻlsa, qoʻllab-quvvatlashga yozing.
}
