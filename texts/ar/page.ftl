# صفحة الاشتراك وما تعرضه التطبيقات منها. نص عادي: قوالب الصفحة تتولى تهريبه.

page-brand = { -brand }
page-trial = تجربة مجانية
page-plan = { $plan }
page-status = { $status ->
    [active] نشط
    [activating] قيد التفعيل
    [grace] انتهى، ولا يزال يعمل
    [restricted] انتهت، ولا يعمل إلا تيليجرام والمتجر
    [expired] انتهى
   *[none] لا يوجد اشتراك
}
page-until = { $status ->
    [grace] جدّد قبل { UNTIL($expires) }
    [expired] انتهى في { $ends }
    [none] انتهى في { $ends }
   *[other] حتى { UNTIL($ends) }
}
page-then = ثم { $plan } حتى { $ends }
page-days-left = { $count ->
    [zero] بقي { $count } يوم
    [one] بقي يوم واحد
    [two] بقي يومان
    [few] بقي { $count } أيام
    [many] بقي { $count } يومًا
   *[other] بقي { $count } يوم
}
page-renews = يتجدد تلقائيًا
page-traffic-left = بقي { $left } من { $limit } غيغابايت
page-traffic-limit = { $limit } غيغابايت من البيانات
page-traffic-used = استُهلك { $used } غيغابايت
page-traffic = البيانات
page-waiting = يجري تفعيل وصولك، خلال دقيقة عادةً. ثم أعد تحميل هذه الصفحة.
page-over = ‏VPN لا يعمل الآن. جدّد فيعمل هذا العنوان وتطبيقك من جديد؛ لا حاجة إلى إعداد أي شيء مرة أخرى.
page-renew = التجديد في تيليجرام
page-connect = اتصال
page-platform = { $platform ->
    [ios] iPhone وiPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] تلفاز
}
page-step-install = ثبّت تطبيقًا
page-step-add = أضف اشتراكك
page-step-turn-on = شغّله
page-turn-on = انقر الزر الكبير في التطبيق واسمح له بإعداد VPN.
page-install = تثبيت { $app }
page-add = إضافة إلى { $app }
page-by-qr = افتح التطبيق على الجهاز الآخر وامسح رمز QR أدناه، أو اكتب العنوان.
page-other-apps = تطبيقات أخرى
page-by-hand = يدويًا أو على جهاز آخر
page-address = عنوانك
page-address-secret = من لديه هذا العنوان يستخدم VPN الخاص بك. إن تسرّب فخذ عنوانًا جديدًا في البوت.
page-copy = نسخ
page-copied = تم النسخ
page-qr = رمز QR
page-qr-alt = رمز QR يحمل عنوان اشتراكك
page-blocked = إن لم يفتح تيليجرام
page-blocked-vpn = شغّل VPN في تطبيقك ثم افتح البوت.
page-blocked-app = فتح البوت في تطبيق تيليجرام
page-blocked-write = مراسلتنا من دون تيليجرام
page-blocked-keep = احتفظ بهذه الصفحة: تعمل من دون تيليجرام وتعرض ما يلزم فعله.
page-support = الدعم
page-open-title = فتح { $app }
page-open-hint = انقر الزر. يفتح { $app } ويضيف اشتراكك.
page-open = فتح { $app }
page-not-opened = لم يفتح؟
page-not-opened-install = الأرجح أن { $app } غير مثبّت بعد. ثبّته ثم عد وانقر الزر مرة أخرى.
page-not-opened-copy = أو انسخ العنوان وأضفه في التطبيق يدويًا.
page-not-opened-browser = قد لا يفتح التطبيق من متصفح تيليجرام: اختر «فتح في المتصفح» من القائمة.
page-back = كل التطبيقات والمساعدة
page-gone-title = هذا العنوان لا يعمل
page-gone = إن كان يعمل من قبل فقد استُبدل بعنوان جديد: افتح البوت في تيليجرام لتراه.
page-later-title = هذه الصفحة غير متاحة حاليًا
page-later = سيزول ذلك من تلقاء نفسه: افتح الصفحة مجددًا بعد بضع دقائق. ما هو معدّ في تطبيقك يبقى كما هو. إن ظلت الصفحة غير متاحة فاكتب إلى الدعم في البوت على تيليجرام.
page-device-full = بلغت حد الأجهزة: افصل جهازًا في البوت
page-device-nameless = هذا التطبيق لا يذكر جهازه: استخدم تطبيقًا آخر
page-announce-ended = انتهى اشتراكك. جدّده: { $where }
page-announce-activating = يجري تفعيل وصولك. حدّث الاشتراك بعد دقيقة.
page-announce-grace = انتهى اشتراكك؛ يبقى الوصول حتى { UNTIL($expires) }. جدّده: { $where }
page-announce-ends = ينتهي اشتراكك { ON($ends) } ولا يتجدد تلقائيًا. جدّده: { $where }
