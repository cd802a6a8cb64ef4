# Withdrawals: the screens of who asks, and what support reads.
withdraw =
    <b>برداشت</b>

    با دعوت دیگران { $available } به دست آورده‌اید. می‌توانید برداشت کنید یا همین‌جا خرج کنید.

    مبلغ را انتخاب کنید یا بنویسید، از { $min }. هر درخواست را یک نفر می‌بیند؛ مهلت به روز کاری: { $days }.
withdraw-wrong-amount = ⚠️ ممکن نیست: از { $min } تا { $available }.
withdraw-refused =
    <b>برداشت</b>

    { $why ->
        [blocked] اینجا پرداختی انجام نمی‌شود. به پشتیبانی بنویسید.
        [open] هر بار یک برداشت.
        [switched_off] برداشت متوقف است. آنچه به دست آورده‌اید مال شماست.
        [owes] بانک یک پرداخت شما را پس گرفته و هنوز پوشش داده نشده است. تا آن زمان برداشت ممکن نیست.
        [not_in_currency] به ارز شما پرداخت نمی‌کنیم. می‌توانید همین‌جا خرج کنید.
        [no_way] اکنون راهی برای برداشت نیست. آنچه به دست آورده‌اید مال شماست؛ از پشتیبانی بپرسید کی ممکن می‌شود.
       *[too_little] با دعوت دیگران { $available } به دست آورده‌اید. از { $min } می‌توان برداشت کرد و هر زمان همین‌جا خرج کرد.
    }
withdraw-open =
    <b>برداشت: { $amount }</b>
    { withdraw-way } { $masked }

    { withdrawal-status }
    تا { UNTIL($due) } انجام می‌شود.
withdraw-earlier = <b>پیشین</b>
withdraw-line = { $date } · { $amount } · { withdrawal-status }
withdraw-way = { $way ->
    [card] کارت بانکی
    [sbp] SBP (با شماره تلفن)
    [usdt_trc20] USDT (TRC20)
    [usdt_ton] USDT (TON)
   *[crypto_pay] Crypto Bot در تلگرام
}
withdrawal-status = { $status ->
    [requested] در انتظار تأیید
    [approved] تأیید شد
    [sending] در حال ارسال
    [paid] پرداخت شد
    [failed] انجام نشد
    [rejected] رد شد
   *[cancelled] لغو شد
}
withdraw-by =
    <b>برداشت</b>

    { $amount } را چگونه می‌خواهید؟
withdraw-to =
    <b>{ withdraw-way }</b>

    { $way ->
        [card] شماره کارت را بنویسید، 16 تا 19 رقم.
        [sbp] شماره تلفن و بانک را بنویسید: +7 900 123-45-67 Sberbank
        [usdt_trc20] نشانی TRC20 را بنویسید: با T آغاز می‌شود و 34 نویسه دارد.
       *[usdt_ton] نشانی TON را بنویسید: 48 نویسه دارد.
    }

    پیام شما از گفتگو پاک و محتوای آن رمزشده نگه داشته می‌شود: تنها فرستنده پول آن را می‌بیند و پس از برداشت پاک می‌شود.
withdraw-wrong = { $way ->
    [card] ⚠️ این شماره کارت نیست: رقمی نادرست یا کم است. چیزی ذخیره نشد.
    [sbp] ⚠️ شماره همراه روسیه و بانک لازم است. چیزی ذخیره نشد.
    [usdt_trc20] ⚠️ این نشانی TRC20 نیست: نویسه‌ای نادرست یا کم است. چیزی ذخیره نشد.
   *[usdt_ton] ⚠️ این نشانی TON نیست: نویسه‌ای نادرست یا کم است. چیزی ذخیره نشد.
}
withdraw-confirm =
    <b>{ $amount } برداشت شود؟</b>
    { withdraw-way } { $masked }

    پول همین حالا کم می‌شود؛ مهلت به روز کاری: { $days }. تا پیش از تأیید می‌توانید لغو کنید.{ $way ->
        [crypto_pay] {" "}Crypto Bot ارزش آن لحظه را می‌پردازد. نخست @CryptoBot را آغاز کنید: به ناشناس نمی‌پردازد.
       *[other] {""}
    }
withdrawal-why = { $why ->
    [requisites] مشخصات نادرست است. بررسی کنید و دوباره درخواست دهید.
    [rules] با قوانین سازگار نیست. پشتیبانی توضیح می‌دهد.
    [other] ممکن نشد. پشتیبانی توضیح می‌دهد.
    [crypto_bot] Crypto Bot هنوز شما را نمی‌شناسد: @CryptoBot را آغاز و دوباره درخواست کنید.
    [provider] سرویس پرداخت رد کرد. راه دیگری را امتحان کنید.
    [taken_back] پرداختی که پاداش آورد برگشت خورد و پاداش هم با آن.
    [none] {""}
   *[said] { $reason }
}

# Notices
withdrawal-paid =
    ✅ <b>پرداخت شد: { $amount }</b>

    { withdraw-way } { $masked } { $sent }
withdrawal-returned =
    ↩️ <b>{ $amount } پرداخت نشد</b>

    { withdrawal-why }
    پول دوباره مال شماست: خرج کنید یا دوباره برداشت کنید.

# To support
withdrawal-card =
    💸 <b>برداشت { $withdrawal }: { $amount }</b>
    کاربر { $user } { $name }
    { withdraw-way } { $masked }
    { $known ->
        [yes] پیش‌تر به آنجا پرداخت شده.
        [other] ⚠️ پیش‌تر جای دیگری رفته بود.
       *[no] نخستین.
    }

    درآمد: { $earned }، پاداش‌ها: { $rewards }
    پرداخت پیشین: { $paid }
    مهلت: { UNTIL($due) }
withdrawal-news = 💸 <b>{ $withdrawal }</b> · { $amount } · { $news ->
    [second] تأییدکننده دوم لازم است
    [approved] { $by ->
        [hand] تأیید شد: مشخصات را ببینید، پول را بفرستید و پرداخت را ثبت کنید
       *[provider] تأیید شد: ارائه‌دهنده می‌پردازد
    }
    [cancelled] کاربر لغو کرد
    [paid] پرداخت شد
    [failed] پرداخت نشد، برگشت
   *[rejected] رد شد، برگشت
} { withdrawal-why }
withdrawal-requisites =
    🔒 <b>برداشت { $withdrawal }: { $amount }</b>
    { withdraw-way }. سه دقیقه دیگر پاک می‌شود.
withdrawal-acted = { $outcome ->
    [not_allowed] تنها مدیران می‌توانند.
    [own] کسی برداشت خود را تأیید نمی‌کند.
    [blocked] کاربر در فهرست سیاه است.
    [owes] کاربر بدهکار است: اختلافی پوشش داده نشده.
    [shown] به گفتگوی شما با ربات فرستاده شد.
    [no_requisites] مشخصات لازم نیست: ارائه‌دهنده می‌پردازد.
    [by_provider] نتیجه را ارائه‌دهنده می‌گوید؛ وگرنه: ops.settle_withdrawal.
    [unknown] چنین برداشتی نیست.
   *[other] دیر شد: { $outcome }.
}
admin-requisites-not-shown =
    🔒 <b>برداشت { $withdrawal }: مشخصات نمایش داده نشد</b>

    { $error }. REQUISITES_KEYS در listener را بررسی کنید.
admin-withdrawal-contradicted =
    ⚠️ <b>برداشت { $withdrawal }: ارائه‌دهنده چیز دیگری می‌گوید</b>

    { $says ->
        [paid] ناموفق ثبت شده بود، اما ارائه‌دهنده { $amount } را پرداخت کرده است ({ $proof }). پرداخت‌شده ثبت شد؛ کاربر هنوز { $owed } از آن را بدهکار است.
       *[failed] پرداخت‌شده ثبت شده بود، اما ارائه‌دهنده می‌گوید { $amount } را پرداخت نکرده است. چیزی ثبت نشد. اگر به کاربر نرسیده است: ops.withdrawal_returned.
    }
