# برچسب دکمه‌ها؛ دکمه‌های اعلان‌ها را SQL هم نام می‌برد.
button-try = آزمایش رایگان ({ $unit ->
    [day] { $count ->
        [one] { $count } روز
       *[other] { $count } روز
    }
   *[hour] { $count ->
        [one] { $count } ساعت
       *[other] { $count } ساعت
    }
})
button-connect = اتصال
button-subscription = اشتراک
button-profile = اشتراک من
button-balance = موجودی
button-more = بیشتر
button-admin = مدیریت
button-which = { $plan }
button-history = تاریخچه
button-language = زبان و زمان
button-zones = 🕐 { $clock } { $city }
button-zone = { $clock } { $city }
button-zone-chosen = ✅ { $clock } { $city }
button-notices = اعلان‌ها
button-tips-on = روشن کردن نکته‌ها و تخفیف‌ها
button-tips-off = خاموش کردن نکته‌ها و تخفیف‌ها
button-help = راهنما
button-support = پشتیبانی
button-reply = پاسخ
button-solved = حل شد
button-write-more = نوشتن بیشتر
button-ask = { $topic ->
    [access] کار نمی‌کند
    [payment] پرداخت
   *[other] موضوع دیگر
}
button-ask-anyway = پرسش از پشتیبانی
button-faq = { $question ->
    [pay] چگونه بپردازم
    [connect] چگونه وصل شوم
    [slow] کند است
    [devices] دستگاه‌ها
   *[refund] بازگشت پول
}
button-ticket-history = تاریخچه
button-close-ticket = بستن
button-privacy = داده‌های من
button-get-data = دریافت داده‌هایم در فایل
button-delete = حذف حساب من
button-delete-yes = بله، همه چیز حذف شود
button-keep-account = نگه داشتن حساب
button-menu = منو
button-back = بازگشت
button-close = بستن
button-offers-off = توقف این پیام‌ها
button-buy = انتخاب طرح
button-buy-wanted = خرید { $plan } · { $amount }
button-try-again = تلاش دوباره
button-renew = تمدید
button-topup = افزایش موجودی
button-topup-amount = افزایش { $amount }
button-topup-for = افزایش { $amount } برای { $plan }
button-topup-renewal = افزایش { $amount } برای تمدید
button-amount = { $amount }
button-method = { $way } · { $amount }
button-method-down = ⚠️ { $way } · { $amount }
button-way-telegram = کارت در تلگرام
button-way-yookassa = کارت یا SBP
button-way-stripe = کارت
button-way-stars = ستاره‌های تلگرام
button-way-crypto-pay = Crypto Bot
button-way-heleket = رمزارز
button-monthly = 🔁 { $way } · { $amount } هر 30 روز
button-remember-on = به خاطر سپردن برای تمدید
button-remember-off = به خاطر نسپردن
button-saved-methods = روش‌های پرداخت
button-forget-method = ✕ { $method }
button-method-up = ↑ { $method }
button-resume-method = از سرگیری { $method }
button-balance-first = اول موجودی
button-methods-first = برداشت کل قیمت
button-confirm = تأیید
button-pay-page = پرداخت { $amount }
button-check-payment = پرداخت کردم
button-other-method = روش پرداخت دیگر
button-other-amount = مبلغ دیگر
button-plan = { $plan } · از { $amount }
button-plan-current = ✅ { $plan } · از { $amount }
button-price = { period } · { $amount }
button-price-saving = { period } · { $amount } · { $saving } صرفه‌جویی
button-price-later = ⏳ { period } · { $amount }
button-price-was = { period } · { $was } ← { $amount }
button-pay = پرداخت { $amount } از موجودی
button-change-now = تغییر طرح همین حالا
button-change-later = تغییر هنگام پایان آن
button-keep-plan = ماندن با { $plan }
button-copy = کپی کلید
button-device = { $platform ->
    [ios] iPhone
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] تلویزیون
}
button-install = نصب { $app }
button-add-to = افزودن به { $app }
button-copy-address = کپی نشانی
button-page = باز کردن صفحه
button-all-apps = همهٔ برنامه‌ها و راهنما
button-reissue = نشانی تازه
button-reissue-yes = بله، نشانی تازه
button-keep-address = نگه داشتن آن
button-devices = دستگاه‌ها
button-unbind = ✕ { $device }
button-unbind-all = جدا کردن همه
button-unbind-yes = بله، جدا شود
button-keep-device = نگه داشتن
button-qr = کد QR
button-invite = دعوت
button-share = هم‌رسانی
button-referrals-on = از آمدگان با پیوندم خبر بده
button-referrals-off = از آمدگان با پیوندم خبر نده
button-change-plan = تغییر طرح
button-renew-for = تمدید با { $amount }
button-do-not-renew = تمدید نشود
button-auto-on = روشن کردن تمدید خودکار
button-auto-off = خاموش کردن تمدید خودکار
button-cancel = لغو طرح
button-cancel-yes = بله، لغو شود
button-keep = نگه داشتن طرح
button-older = › قدیمی‌تر
button-newer = تازه‌تر ‹

# منوی دستورها در کادر نوشتن تلگرام.
command-start = منوی اصلی
command-profile = اشتراک و تمدید خودکار
command-buy = خرید یا تمدید
command-connect = اتصال دستگاه
command-history = برداشت‌ها و پرداخت‌ها
command-promo = وارد کردن کد تخفیف
command-referral = دعوت دیگران
command-language = زبان و زمان
command-support = پرسش از پشتیبانی
command-privacy = داده‌های من، حذف حساب
command-help = چگونه کار می‌کند
button-terms = مقررات
button-read-terms = خواندن مقررات
button-accept-terms = مقررات را می‌پذیرم
button-joined = عضو شدم
button-company = برای شرکت‌ها
button-company-again = شروع دوباره
button-skip = رد کردن
button-send = فرستادن
description =
    سایت‌ها و برنامه‌ها دوباره روی گوشی، رایانه و تلویزیون شما باز می‌شوند. تنظیم آن دو دقیقه طول می‌کشد.

    روی «شروع» بزنید: دیدن رایگان است.
description-short = سایت‌ها و برنامه‌ها دوباره روی گوشی، رایانه و تلویزیون شما باز می‌شوند.

# Promo codes.
button-promo = کد تخفیف
button-promo-again = امتحان دوبارهٔ کد
button-promo-remove = برداشتن کد

# هدیه‌ها، نام‌ها، بازی.
button-gift = هدیه
button-my-gifts = هدیه‌های من
button-gift-of = 🎁 { $plan }، { period }
button-gift-send = فرستادن
button-gift-return = پس گرفتن پول
button-gift-return-yes = بله، برگردد
button-keep-gift = بماند
button-send-link = انتخاب گیرنده
button-copy-link = رونوشت پیوند
button-take = گرفتن هدیه
button-take-new = به‌عنوان اشتراک دیگر
button-another = یکی دیگر
button-name = نام‌گذاری
button-game = بازی
button-throw = 🎳 پرتاب
command-gift = هدیه دادن اشتراک
command-game = بولینگ با جایزه

# Withdrawals.
button-withdraw = برداشت
button-withdraw-all = همه: { $amount }
button-cancel-withdrawal = لغو برداشت
button-confirm-withdrawal = برداشت { $amount }
button-withdrawals = برداشت‌ها
button-approve = تأیید
button-reject = رد
button-show-requisites = مشخصات
button-was-paid = پرداخت شد
button-sent-by-hand = بله، پول را فرستادم
button-not-paid = نشد
button-refuse = { $why ->
    [requisites] مشخصات نادرست
    [rules] خلاف قوانین
   *[other] دیگر: پشتیبانی می‌گوید
}
button-promo-order = به سفارش
