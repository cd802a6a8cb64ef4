# Withdrawals: the screens of who asks, and what support reads.
withdraw =
    <b>Pul chiqarish</b>

    Taklif qilib { $available } ishladingiz. Uni chiqarish yoki shu yerda sarflash mumkin.

    Summani tanlang yoki boshqasini yozing, { $min } dan. Har bir arizani odam koʻradi; pul kelish muddati, ish kuni: { $days }.
withdraw-wrong-amount = ⚠️ Boʻlmaydi: { $min } – { $available }.
withdraw-refused =
    <b>Pul chiqarish</b>

    { $why ->
        [blocked] Bu yerda toʻlov qilinmaydi. Yordamga yozing.
        [open] Bir vaqtda bitta ariza.
        [switched_off] Pul chiqarish toʻxtatilgan. Ishlaganingiz sizniki boʻlib qoladi.
        [owes] Bank toʻlovingizni qaytarib oldi va u hali qoplanmagan. Ungacha chiqarib boʻlmaydi.
        [not_in_currency] Sizning valyutangizda toʻlamaymiz. Ishlaganingizni shu yerda sarflash mumkin.
        [no_way] Hozir chiqarish yoʻli yoʻq. Ishlaganingiz sizniki; qachon boʻlishini yordamdan soʻrang.
       *[too_little] Taklif qilib { $available } ishladingiz. { $min } dan chiqarish mumkin, shu yerda istalgan payt sarflanadi.
    }
withdraw-open =
    <b>Chiqarish: { $amount }</b>
    { withdraw-way } { $masked }

    { withdrawal-status }
    { UNTIL($due) } gacha hal qilinadi.
withdraw-earlier = <b>Oldingilar</b>
withdraw-line = { $date } · { $amount } · { withdrawal-status }
withdraw-way = { $way ->
    [card] Bank kartasi
    [sbp] SBP (telefon raqami boʻyicha)
    [usdt_trc20] USDT (TRC20)
    [usdt_ton] USDT (TON)
   *[crypto_pay] Telegramdagi Crypto Bot
}
withdrawal-status = { $status ->
    [requested] tasdiq kutmoqda
    [approved] tasdiqlandi
    [sending] yuborilmoqda
    [paid] toʻlandi
    [failed] boʻlmadi
    [rejected] rad etildi
   *[cancelled] bekor qilindi
}
withdraw-by =
    <b>Pul chiqarish</b>

    { $amount } ni qanday olmoqchisiz?
withdraw-to =
    <b>{ withdraw-way }</b>

    { $way ->
        [card] Karta raqamini yozing, 16–19 raqam.
        [sbp] Telefon raqami va bankni yozing: +7 900 123-45-67 Sberbank
        [usdt_trc20] TRC20 manzilini yozing: T bilan boshlanadi, 34 belgi.
       *[usdt_ton] TON manzilini yozing: 48 belgi.
    }

    Xabaringiz chatdan oʻchiriladi, yozilgani shifrlangan holda saqlanadi: uni faqat pul yuboruvchi koʻradi, keyin oʻchiriladi.
withdraw-wrong = { $way ->
    [card] ⚠️ Bu karta raqami emas: raqam xato yoki yetishmaydi. Hech narsa saqlanmadi.
    [sbp] ⚠️ Rossiya mobil raqami va bank kerak. Hech narsa saqlanmadi.
    [usdt_trc20] ⚠️ Bu TRC20 manzili emas: belgi xato yoki yetishmaydi. Hech narsa saqlanmadi.
   *[usdt_ton] ⚠️ Bu TON manzili emas: belgi xato yoki yetishmaydi. Hech narsa saqlanmadi.
}
withdraw-confirm =
    <b>{ $amount } chiqarilsinmi?</b>
    { withdraw-way } { $masked }

    Pul ishlaganingizdan darhol olinadi va kelish muddati, ish kuni: { $days }. Tasdiqlanguncha bekor qilish mumkin.{ $way ->
        [crypto_pay] {" "}Crypto Bot oʻsha paytdagi qiymatini toʻlaydi. Avval @CryptoBot ni ishga tushiring: notanishga toʻlamaydi.
       *[other] {""}
    }
withdrawal-why = { $why ->
    [requisites] Rekvizitlar notoʻgʻri. Tekshirib, qayta soʻrang.
    [rules] Qoidalarga toʻgʻri kelmaydi. Yordam tushuntiradi.
    [other] Iloji boʻlmadi. Yordam tushuntiradi.
    [crypto_bot] Crypto Bot sizni hali tanimaydi: @CryptoBot ni ishga tushiring va qayta soʻrang.
    [provider] Toʻlov xizmati rad etdi. Boshqa yoʻlni sinang.
    [taken_back] Mukofot keltirgan toʻlov qaytarildi, u bilan mukofot ham.
    [none] {""}
   *[said] { $reason }
}

# Notices
withdrawal-paid =
    ✅ <b>Toʻlandi: { $amount }</b>

    { withdraw-way } { $masked } { $sent }
withdrawal-returned =
    ↩️ <b>{ $amount } toʻlanmadi</b>

    { withdrawal-why }
    Pul yana sizniki: shu yerda sarflash yoki qayta chiqarish mumkin.

# To support
withdrawal-card =
    💸 <b>Chiqarish { $withdrawal }: { $amount }</b>
    Foydalanuvchi { $user } { $name }
    { withdraw-way } { $masked }
    { $known ->
        [yes] U yerga oldin toʻlangan.
        [other] ⚠️ Oldin boshqa joyga toʻlangan.
       *[no] Birinchisi.
    }

    Ishlagan: { $earned }, mukofotlar: { $rewards }
    Oldin toʻlangan: { $paid }
    { UNTIL($due) } gacha hal qilish kerak
withdrawal-news = 💸 <b>{ $withdrawal }</b> · { $amount } · { $news ->
    [second] ikkinchi tasdiqlovchi kerak
    [approved] { $by ->
        [hand] tasdiqlandi: rekvizitni koʻring, pul yuboring va toʻlandi deb belgilang
       *[provider] tasdiqlandi: provayder toʻlaydi
    }
    [cancelled] foydalanuvchi bekor qildi
    [paid] toʻlandi
    [failed] toʻlanmadi, qaytarildi
   *[rejected] rad etildi, qaytarildi
} { withdrawal-why }
withdrawal-requisites =
    🔒 <b>Chiqarish { $withdrawal }: { $amount }</b>
    { withdraw-way }. Uch daqiqada oʻchadi.
withdrawal-acted = { $outcome ->
    [not_allowed] Buni faqat adminlar qila oladi.
    [own] Oʻz arizasini hech kim tasdiqlamaydi.
    [blocked] Foydalanuvchi qora roʻyxatda.
    [owes] Foydalanuvchi qarzdor: nizo qoplanmagan.
    [shown] Bot bilan chatingizga yuborildi.
    [no_requisites] Rekvizit kerak emas: provayder toʻlaydi.
    [by_provider] Natijani provayder aytadi; aks holda: ops.settle_withdrawal.
    [unknown] Bunday ariza yoʻq.
   *[other] Kech: { $outcome }.
}
admin-requisites-not-shown =
    🔒 <b>Chiqarish { $withdrawal }: rekvizitni koʻrsatib boʻlmadi</b>

    { $error }. Listenerning REQUISITES_KEYS sozlamasini tekshiring.
admin-withdrawal-contradicted =
    ⚠️ <b>Chiqarish { $withdrawal }: provayder boshqacha aytmoqda</b>

    { $says ->
        [paid] U muvaffaqiyatsiz deb yopilgan edi, lekin provayder { $amount } baribir toʻlagan ({ $proof }). Toʻlangan deb yozildi; foydalanuvchi undan yana { $owed } qarz.
       *[failed] U toʻlangan deb yopilgan edi, lekin provayder { $amount } toʻlamaganini aytmoqda. Hech narsa yozilmadi. Foydalanuvchi pul olmagan boʻlsa: ops.withdrawal_returned.
    }
