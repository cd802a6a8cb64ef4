# تسميات الأزرار؛ أزرار الإشعارات تسمّيها SQL أيضًا.
button-try = تجربة مجانية ({ $unit ->
    [day] { $count ->
        [zero] { $count } يوم
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
   *[hour] { $count ->
        [zero] { $count } ساعة
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $count } ساعات
        [many] { $count } ساعة
       *[other] { $count } ساعة
    }
})
button-connect = اتصال
button-subscription = الاشتراك
button-profile = اشتراكي
button-balance = الرصيد
button-more = المزيد
button-admin = الإدارة
button-which = { $plan }
button-history = السجل
button-language = اللغة والوقت
button-zones = 🕐 { $clock } { $city }
button-zone = { $clock } { $city }
button-zone-chosen = ✅ { $clock } { $city }
button-notices = الإشعارات
button-tips-on = تشغيل النصائح والعروض
button-tips-off = إيقاف النصائح والعروض
button-help = المساعدة
button-support = الدعم
button-reply = رد
button-solved = حُلّت المشكلة
button-write-more = كتابة المزيد
button-ask = { $topic ->
    [access] لا يعمل
    [payment] الدفع
   *[other] أمر آخر
}
button-ask-anyway = مراسلة الدعم
button-faq = { $question ->
    [pay] كيف أدفع
    [connect] كيف أتصل
    [slow] الاتصال بطيء
    [devices] الأجهزة
   *[refund] استرداد المال
}
button-ticket-history = السجل
button-close-ticket = إغلاق
button-privacy = بياناتي
button-get-data = بياناتي في ملف
button-delete = حذف حسابي
button-delete-yes = نعم، احذف كل شيء
button-keep-account = الاحتفاظ بالحساب
button-menu = القائمة
button-back = رجوع
button-close = إغلاق
button-offers-off = إيقاف هذه الرسائل
button-buy = اختيار باقة
button-buy-wanted = شراء { $plan } · { $amount }
button-try-again = إعادة المحاولة
button-renew = تجديد
button-topup = شحن الرصيد
button-topup-amount = شحن { $amount }
button-topup-for = شحن { $amount } من أجل { $plan }
button-topup-renewal = شحن { $amount } للتجديد
button-amount = { $amount }
button-method = { $way } · { $amount }
button-method-down = ⚠️ { $way } · { $amount }
button-way-telegram = بطاقة في تيليجرام
button-way-yookassa = بطاقة أو SBP
button-way-stripe = بطاقة
button-way-stars = نجوم تيليجرام
button-way-crypto-pay = Crypto Bot
button-way-heleket = عملة رقمية
button-monthly = 🔁 { $way } · { $amount } كل 30 يومًا
button-remember-on = حفظها للتجديد
button-remember-off = عدم حفظها
button-saved-methods = وسائل الدفع
button-forget-method = ✕ { $method }
button-method-up = ↑ { $method }
button-resume-method = استئناف { $method }
button-balance-first = الرصيد أولًا
button-methods-first = خصم السعر كاملًا
button-confirm = تأكيد
button-pay-page = دفع { $amount }
button-check-payment = لقد دفعت
button-other-method = وسيلة دفع أخرى
button-other-amount = مبلغ آخر
button-plan = { $plan } · من { $amount }
button-plan-current = ✅ { $plan } · من { $amount }
button-price = { period } · { $amount }
button-price-saving = { period } · { $amount } · توفير { $saving }
button-price-later = ⏳ { period } · { $amount }
button-price-was = { period } · { $was } ← { $amount }
button-pay = دفع { $amount } من الرصيد
button-change-now = تغيير الباقة الآن
button-change-later = التغيير عند انتهائها
button-keep-plan = البقاء على { $plan }
button-copy = نسخ المفتاح
button-device = { $platform ->
    [ios] iPhone
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] تلفاز
}
button-install = تثبيت { $app }
button-add-to = إضافة إلى { $app }
button-copy-address = نسخ العنوان
button-page = فتح الصفحة
button-all-apps = كل التطبيقات والمساعدة
button-reissue = عنوان جديد
button-reissue-yes = نعم، عنوان جديد
button-keep-address = الاحتفاظ به
button-devices = الأجهزة
button-unbind = ✕ { $device }
button-unbind-all = فصل الكل
button-unbind-yes = نعم، افصله
button-keep-device = إبقاؤه
button-qr = رمز QR
button-invite = ادعُ غيرك
button-share = مشاركة
button-referrals-on = أخبرني بمن يأتي عبر رابطي
button-referrals-off = لا تخبرني بمن يأتي عبر رابطي
button-change-plan = تغيير الباقة
button-renew-for = تجديد مقابل { $amount }
button-do-not-renew = عدم التجديد
button-auto-on = تشغيل التجديد التلقائي
button-auto-off = إيقاف التجديد التلقائي
button-cancel = إلغاء الباقة
button-cancel-yes = نعم، ألغِه
button-keep = إبقاء الباقة
button-older = › الأقدم
button-newer = الأحدث ‹

# قائمة الأوامر في حقل الكتابة في تيليجرام.
command-start = القائمة الرئيسية
command-profile = الاشتراك والتجديد التلقائي
command-buy = شراء أو تجديد
command-connect = توصيل جهاز
command-history = الخصومات والمدفوعات
command-promo = إدخال رمز الخصم
command-referral = دعوة الآخرين
command-language = اللغة والوقت
command-support = مراسلة الدعم
command-privacy = بياناتي وحذف حسابي
command-help = كيف تعمل الخدمة
button-terms = القواعد
button-read-terms = قراءة القواعد
button-accept-terms = أقبل القواعد
button-joined = لقد انضممت
button-company = للشركات
button-company-again = البدء من جديد
button-skip = تخطٍّ
button-send = إرسال
description =
    تُفتح المواقع والتطبيقات من جديد على هاتفك وحاسوبك وتلفازك. يستغرق الإعداد دقيقتين.

    اضغط «ابدأ»: الاطلاع مجاني.
description-short = تُفتح المواقع والتطبيقات من جديد على هاتفك وحاسوبك وتلفازك.

# Promo codes.
button-promo = رمز الخصم
button-promo-again = إعادة محاولة الرمز
button-promo-remove = إزالة الرمز

# الهدايا والأسماء واللعبة.
button-gift = إهداء
button-my-gifts = هداياي
button-gift-of = 🎁 { $plan }، { period }
button-gift-send = إرسال
button-gift-return = استرداد المال
button-gift-return-yes = نعم، استرداد
button-keep-gift = إبقاء الهدية
button-send-link = اختر المرسَل إليه
button-copy-link = نسخ الرابط
button-take = خذ الهدية
button-take-new = كاشتراك إضافي
button-another = إضافة آخر
button-name = تسمية
button-game = اللعبة
button-throw = 🎳 ارمِ
command-gift = إهداء اشتراك
command-game = بولينغ بجوائز

# Withdrawals.
button-withdraw = سحب
button-withdraw-all = الكل: { $amount }
button-cancel-withdrawal = إلغاء السحب
button-confirm-withdrawal = سحب { $amount }
button-withdrawals = عمليات السحب
button-approve = موافقة
button-reject = رفض
button-show-requisites = عرض البيانات
button-was-paid = دُفع
button-sent-by-hand = نعم، أرسلتُ المال
button-not-paid = لم يُدفع
button-refuse = { $why ->
    [requisites] البيانات خاطئة
    [rules] مخالف للقواعد
   *[other] غير ذلك: يشرح الدعم
}
button-promo-order = إلى الطلب
