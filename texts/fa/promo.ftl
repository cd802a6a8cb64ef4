# کدهای تخفیف، و چرا قیمتی از قیمت همگان پایین‌تر است.
promo = <b>کد تخفیف</b>
promo-ask = کد را به‌صورت پیام بفرستید. حروف کوچک هم پذیرفته می‌شود.
promo-refused = این کد قابل استفاده نیست: شاید اشتباه نوشته شده، زمانش گذشته، تمام شده یا برای شما نیست، یا همین حالا کدهای زیادی امتحان شده است. اگر از آن مطمئنید، یک ساعت دیگر دوباره امتحان کنید. چیزی برداشت نشد.
promo-current = قیمت‌های شما با <b>{ $code }</b>: { promo-gives }.
promo-chosen =
    ✅ <b>{ $code }</b>: { promo-gives }.

    هر جا که صدق کند قیمت‌ها با آن نشان داده می‌شود.
promo-gives = { $kind ->
    [percent] { $percent } % تخفیف
   *[amount] { $amount } تخفیف
}
promo-given =
    ✅ <b>{ $code }</b>

    { $kind ->
        [balance] { $amount } به‌عنوان پاداش به موجودی شما افزوده شد. پیش از پول خودتان خرج می‌شود و برداشت نمی‌شود.
        [trial] دورهٔ آزمایشی شما آغاز شد و تا <b>{ UNTIL($ends) }</b> ادامه دارد.
       *[days] { $count ->
            [one] { $count } روز افزوده شد
           *[other] { $count } روز افزوده شد
        }: اشتراک شما تا <b>{ UNTIL($ends) }</b> ادامه دارد.
    }
promo-until = تا { UNTIL($ends) } قابل استفاده است.
promo-once = کد برای خریدها صدق می‌کند. تمدید خودکار با قیمت بدون کد است.
promo-renewals = کد برای خرید و { $count ->
        [one] { $count } تمدید خودکار
       *[other] { $count } تمدید خودکار
    } پس از آن صدق می‌کند.
reduced-by = { $why ->
    [vip] تخفیف VIP
    [offer] پیشنهاد ما به شما
    [old_price] قیمت پیشین شما
    [promo_code] کد تخفیف
   *[personal] تخفیف شخصی
}
reduced-by-code = کد تخفیف { $code }
prices-reduced = قیمت‌های شما پایین‌تر است: { $why }.
order-reduced = تخفیف ({ $why }): −{ $discount }
order-code-idle = کد تخفیف { $code } برای این صدق نمی‌کند.
order-renewal-costs = کد تخفیف فقط همین حالا صدق می‌کند: تمدید { $amount } است.
order-renewals-reduced = کد تخفیف برای { $count ->
        [one] { $count } تمدید
       *[other] { $count } تمدید
    } نیز صدق می‌کند؛ بعدی‌ها { $amount } است.
