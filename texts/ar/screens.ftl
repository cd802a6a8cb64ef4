# الشاشات، كل واحدة رسالة تيليجرام بلغة HTML الخاصة به.

language-prompt =
    <b>{ -brand }</b>

    اختر لغتك.
    Choose your language.
language =
    <b>اللغة والوقت</b>

    ساعتك تشير إلى <b>{ $clock }</b> ({ $city }): نكتب التواريخ والأوقات وفقها.
zones =
    <b>وقتك</b>

    إلى ماذا تشير ساعتك الآن؟

# بطاقة الحالة
free-trial = تجربة مجانية
status-line = { $status ->
    [active] ‏🟢 <b>{ $plan }</b>
        صالحة حتى { UNTIL($ends) }{ status-then }
    [activating] ‏🟡 <b>{ $plan }</b>
        يجري تفعيل وصولك…
        صالحة حتى { UNTIL($ends) }{ status-then }
    [grace] ‏🟠 <b>{ $plan }</b>
        انتهت { ON($ends) }
        يبقى الوصول حتى { UNTIL($expires) }
    [expired] ‏🔴 <b>{ $plan }</b>
        انتهت { ON($ends) }
   *[none] ⚪️ <b>لا يوجد اشتراك بعد</b>
}
status-then = { $then ->
    [yes] {""}
    ثم <b>{ $then_plan }</b> حتى { UNTIL($then_ends) }
   *[no] {""}
}
menu = { $status ->
    [active] 🟢 <b>{ $plan }</b> حتى { UNTIL($ends) }
    [activating] 🟡 <b>{ $plan }</b>: يجري تفعيل وصولك
    [grace] 🟠 <b>{ $plan }</b> انتهت، ويعمل VPN حتى { UNTIL($expires) }
    [restricted] 🟠 <b>{ $plan }</b> انتهت، ولا يعمل حتى { UNTIL($expires) } إلا تيليجرام والمتجر
   *[expired] 🔴 <b>{ $plan }</b> انتهت { ON($ends) }
}
menu-balance = { $balance }
menu-welcome =
    <b>{ -brand }</b>

    تُفتح المواقع والتطبيقات من جديد على هاتفك وحاسوبك وتلفازك. يستغرق الإعداد دقيقتين.
devices-of = { $limit ->
    [zero] الأجهزة: { $count } من { $limit }
    [one] الأجهزة: { $count } من { $limit }
    [two] الأجهزة: { $count } من { $limit }
    [few] الأجهزة: { $count } من { $limit }
    [many] الأجهزة: { $count } من { $limit }
   *[other] الأجهزة: { $count } من { $limit }
}
more =
    <b>المزيد</b>

    رقمك لدى الدعم: <code>{ $id }</code>
balance =
    <b>الرصيد</b>

    { balance-line }

    منه تُدفع الباقات والتجديدات.
menu-hint-try = جرّب أولًا: التجربة مجانية، ولا يُخصم شيء بعدها.
menu-hint-buy = اختر باقة فيعمل مفتاحك من جديد فورًا.
menu-hint-renew = جدّد فيعمل مفتاحك من جديد فورًا.
menu-hint-grace = جدّد قبل ذلك الحين فيستمر وصولك دون انقطاع.

# من لديه عدة اشتراكات يراها كلها، ويُسأل أيها يقصد.
menu-several = <b>{ -brand }</b>
which = <b>أي اشتراك؟</b>
which-key = <code>{ $link }</code>

# الشراء
plans =
    <b>اختر باقة</b>

    { balance-line }
plan-line =
    <b>{ $plan }</b> · من { $amount }
    { $benefits }
plan-line-current =
    ✅ <b>{ $plan }</b> · باقتك · من { $amount }
    { $benefits }
plans-empty =
    <b>لا شيء معروض للبيع الآن</b>

    عُد لاحقًا من فضلك. لم يُخصم شيء، ورصيدك يبقى لك.
plans-paused =
    <b>البيع متوقف مؤقتًا</b>

    لم يُخصم شيء، وما لديك يستمر كما كان. عُد لاحقًا من فضلك.
prices = <b>{ $plan }</b>
prices-question = لأي مدة؟
prices-renewal = تُضاف المدة الجديدة إلى المدة الجارية.
prices-change = يسري التغيير فورًا، ويُحسب الوقت غير المستخدم من { $old_plan } الذي دفعت ثمنه ضمن السعر.
prices-later = ⏳ لا يزيد سعرها اليومي عن { $old_plan }، لذا تبدأ حين ينتهي الوقت الذي دفعته.

# الطلب، من رأسه إلى أثره في الرصيد.
order-purchase =
    <b>طلبك</b>

    الباقة: <b>{ $plan }</b>
    المدة: { period }
order-renewal =
    <b>تجديد</b>

    الباقة: <b>{ $plan }</b>
    المدة: { period } إضافية
order-change =
    <b>تغيير الباقة</b>

    من { $old_plan } إلى <b>{ $plan }</b>، فورًا
    المدة: { period }
order-price = السعر: <b>{ $amount }</b>
order-credit = الوقت غير المستخدم من { $old_plan }: −{ $credit }
order-due = المطلوب دفعه: <b>{ $due }</b>
order-gives-back = المطلوب دفعه: لا شيء، ويعود { $back } إلى رصيدك
order-runs-until = صالحة حاليًا حتى: { $until }
order-ends = صالحة حتى: <b>{ $ends }</b>
order-moves = صالحة حتى: { $until } ← <b>{ $ends }</b>
order-enough =
    الرصيد: { $balance }، وبعد الشراء { $remaining }.

    السعر ثابت حتى { UNTIL($expires) }.
order-short = الرصيد: { $balance }، <b>ينقصه { $short }</b>.
order-short-hint =
    اشحن رصيدك فيُدفع الطلب تلقائيًا حالما يصل المال.

    السعر ثابت حتى { UNTIL($expires) }.
order-topup-least = أقل شحن هو { $least }؛ وما زاد منه يبقى في رصيدك.
order-topup-most =
    أكبر شحن هو { $most }، فعدد مرات الشحن اللازمة: { $count ->
        [zero] { $count }
        [one] { $count }
        [two] { $count }
        [few] { $count }
        [many] { $count }
       *[other] { $count }
    }. يمكن دفع الطلب متى كفى رصيدك.
order-ends-gift = الوقت غير المستخدم من { $old_plan } الذي دفع ثمنه شخص آخر ينتهي مع التغيير. يعود ماله إلى من دفع، ولا يُحسب ضمن سعرك.
order-undoes = يُلغى بذلك التغيير المقرر إلى { $next_plan }.
order-stays-cancelled = إلغاؤك قائم: ينتهي عندئذ ولا يتجدد، ما لم تعد تشغيل التجديد.
order-renews = يتجدد تلقائيًا قبل انتهائه بيوم، من رصيدك أو بوسيلة دفع محفوظة، حتى توقف ذلك تحت «الاشتراك».
order-later =
    <b>التغيير إلى { $plan }</b>

    تستمر { $old_plan } حتى <b>{ UNTIL($starts) }</b> كما دفعت ثمنها. لا يُخصم شيء الآن.

    بعد ذلك: <b>{ $plan }</b>، { period } مقابل <b>{ $amount }</b>.
scheduled =
    ✅ <b>تم</b>

    تبدأ <b>{ $plan }</b> مقابل <b>{ $amount }</b> { ON($starts) }. لم يُخصم شيء الآن.
scheduled-stays =
    ✅ <b>تم</b>

    تبقى خطتك <b>{ $plan }</b>، مقابل <b>{ $amount }</b> من { $starts }. لم يُخصم شيء الآن.
scheduled-auto-on = يُدفع تلقائيًا قبل ذلك بيوم من رصيدك أو بوسيلة دفع محفوظة. يمكنك تغيير رأيك حتى ذلك الحين.
scheduled-auto-off = التجديد التلقائي متوقف: ينتهي الوصول { ON($starts) } ما لم تجدّد بنفسك.

# بعد انتقال المال
paid = ✅ <b>تم الدفع</b>
paid-by-topup = ✅ <b>تم استلام الدفعة ودفع طلبك</b>
renewed-by-topup = ✅ <b>تم استلام الدفعة وتجديد اشتراكك</b>
bought =
    الباقة: <b>{ $plan }</b>
    صالحة حتى: <b>{ $ends }</b>
    { balance-line }
bought-cancelled = إلغاؤك قائم: ينتهي عندئذ ولا يتجدد.
bought-key =
    مفتاحك، انقره لنسخه:
    <code>{ $link }</code>
bought-address = ✅ وصولك جاهز. انقر «اتصال»: نقرة أخرى تضيفه إلى تطبيق.
bought-key-slow = ⏳ يستغرق هذا وقتًا أطول من المعتاد. إن لم ينجح عاد مالك إلى رصيدك وراسلناك.
undelivered =
    <b>لم نتمكن من تفعيل وصولك</b>

    عاد المال إلى رصيدك، ولم يضع شيء.

    { balance-line }
bought-key-soon = ⏳ يجري تفعيل وصولك. سيظهر المفتاح في هذه الرسالة تلقائيًا، خلال ثانية عادةً.

# شحن الرصيد
topup =
    <b>شحن الرصيد</b>

    { balance-line }

    كم تريد أن تضيف؟
payment-methods =
    <b>إضافة { $amount }</b>

    كيف تريد أن تدفع؟
payment-methods-down = ⚠️ الوسيلة المعلّمة لا تستجيب حاليًا. البقية تعمل.
payment-remembered = ✅ ستُحفظ البطاقة التي تدفع بها للتجديد: ما ينقص رصيدك يُخصم منها تلقائيًا، ونخبرك قبل ذلك.
payment-remembered-whole = ✅ ستُحفظ البطاقة التي تدفع بها للتجديد: يُخصم منها السعر كاملًا تلقائيًا، ونخبرك قبل ذلك.
payment-not-remembered = البطاقة التي تدفع بها لن تُحفظ.
payment-creating =
    <b>إضافة { $amount }</b>

    لحظة من فضلك، يجري تجهيز صفحة الدفع ({ $way }).
payment-open =
    <b>إضافة { $amount }</b>

    تدفع { $asked } ({ $way })، ويصل { $amount } إلى رصيدك. تعمل الصفحة حتى { UNTIL($expires) }.

    تتغير هذه الرسالة تلقائيًا حالما تصل الدفعة.
payment-open-remembers = ✅ ستُحفظ وسيلة الدفع للتجديد. يمكنك حذفها تحت «الرصيد» في أي وقت.
payment-open-monthly = 🔁 بعدها يخصم تيليجرام { $asked } كل 30 يومًا تلقائيًا، ويتجدد به ما تشتريه الآن. يمكنك إنهاء ذلك تحت «الرصيد» أو في تيليجرام.
payment-paid =
    ✅ <b>تم الدفع</b>

    { $amount } في رصيدك.
payment-over =
    <b>انتهت صلاحية هذه الصفحة</b>

    لم يُخصم شيء. وإن كنت قد دفعت فلم يضع شيء: يصل المال إلى رصيدك حالما تتأكد الدفعة ({ $way }).
payment-processing =
    <b>الدفعة قيد المعالجة</b>

    ينتظر { $way } مصرفك، وقد يستغرق ذلك بضعة أيام. لا يلزمك شيء آخر: يصل المال إلى رصيدك حالما تتأكد الدفعة. من فضلك لا تدفع مرة أخرى.
payment-failed =
    <b>لم تنجح هذه الوسيلة</b>

    تعذّر إنشاء صفحة لدفع { $asked } ({ $way }). لم يُخصم شيء؛ اختر وسيلة دفع أخرى من فضلك.
topup-amount =
    <b>شحن الرصيد</b>

    أرسل المبلغ في رسالة، من { $min } إلى { $max }.
topup-amount-wrong =
    <b>شحن الرصيد</b>

    هذا ليس مبلغًا من { $min } إلى { $max }. أرسل رقمًا فقط، مثل 500.
invoice-title = شحن { $amount }
invoice-description = يضيف { $amount } إلى رصيدك. ادفع قبل { UNTIL($expires) }.
invoice-label = الرصيد
charge-title = تجديد { $amount }
credited =
    ✅ <b>تم استلام { $amount }</b>

    { balance-line }
credited-without-order =
    ✅ <b>تم استلام { $amount }</b>

    لم تطابق الدفعة عملية شحن مفتوحة، فأُضيفت مباشرة إلى رصيدك. لم يضع شيء.

    { balance-line }
payment-held =
    <b>وصلتنا دفعتك بمبلغ { $amount }</b>

    لم تتسنَّ مطابقتها تلقائيًا، لذا سينظر فيها شخص. المال في أمان.

# الوصول
access-ready =
    <b>اتصال</b>

    { $plan }، صالحة حتى { UNTIL($ends) }{ status-then }

    مفتاحك، انقره لنسخه:
    <code>{ $link }</code>

    1. ثبّت تطبيقًا يقبل مفاتيح VLESS، مثل Hiddify أو v2rayNG أو Happ.
    2. انسخ المفتاح واختر في التطبيق «إضافة من الحافظة».
    3. شغّل الاتصال.

    المفتاح لك وحدك: لا تشاركه من فضلك.
access-activating =
    <b>اتصال</b>

    ⏳ يجري تفعيل وصولك. سيظهر المفتاح في هذه الرسالة تلقائيًا، خلال ثانية عادةً.
access-slow =
    <b>اتصال</b>

    { bought-key-slow }
access-none =
    <b>اتصال</b>

    لا يوجد بعد اشتراك تتصل به.
access-expired =
    <b>اتصال</b>

    انتهت { $plan } { ON($ends) }. اختر باقة فيعمل المفتاح نفسه من جديد.
access-page =
    <b>اتصال</b>

    { $plan }، صالحة حتى { UNTIL($ends) }{ status-then }

    أي جهاز تريد توصيله؟

    أو أضف هذا العنوان في أي تطبيق VPN، انقره لنسخه:
    <code>{ $address }</code>

    هو لك وحدك: من لديه هذا العنوان يستخدم VPN الخاص بك.
access-lagging = ⏳ الخوادم الجاهزة: { $ready } من { $count }. تظهر البقية في تطبيقك تلقائيًا.
device =
    <b>{ device-name }</b>

    1. ثبّت أحد هذه التطبيقات.
    2. عد وانقر «إضافة»: يفتح التطبيق وفيه اشتراكك.
    3. شغّله في التطبيق.
device-by-qr =
    <b>{ device-name }</b>

    1. ثبّت التطبيق على التلفاز.
    2. امسح رمز QR في التطبيق أو اكتب العنوان.
    3. شغّله.
device-name = { $platform ->
    [ios] iPhone وiPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] التلفاز
}
reissue =
    <b>عنوان جديد؟</b>

    خذ عنوانًا جديدًا إن حصل شخص آخر على عنوانك. يتوقف العنوان القديم ومفاتيحه عن العمل فورًا، <b>على كل أجهزتك</b>: وتضيف الجديد إلى كل منها.

    يبقى اشتراكك ورصيدك كما هما.
qr-caption = لجهاز آخر: امسح هذا الرمز هناك بتطبيق VPN. الرمز هو مفتاحك: لا تشاركه من فضلك.

# الأجهزة
devices = <b>الأجهزة: { $count } من { $limit }</b>
devices-unlimited = <b>الأجهزة: { $count }</b>
devices-unread = <b>الأجهزة</b>
devices-line = • { $device }
devices-line-seen = • { $device } – آخر ظهور { $at }
devices-unbinding = • { $device } – ⏳ يجري فصله
devices-unnamed = جهاز بلا اسم
devices-reading = ⏳ نسأل الخادم. تظهر القائمة هنا تلقائيًا.
devices-late = لم يجب الخادم بعد. عد بعد بضع دقائق من فضلك.
devices-failed = لا يستطيع الخادم عرض الأجهزة حاليًا. ‏VPN لديك يعمل رغم ذلك.
devices-none = لا يوجد جهاز مربوط بعد. يظهر الجهاز هنا حين يحمّل تطبيقه اشتراكك، إن كان التطبيق يذكر الجهاز الذي هو عليه.
devices-note = افصل جهازًا لم تعد تستخدمه: يصبح مكانه شاغرًا. وإن كان عنوانك لدى شخص آخر فالفصل لا يكفي: خذ عنوانًا جديدًا.
unbind =
    <b>فصل { $device }؟</b>

    يصبح مكانه شاغرًا. لا يستطيع ذلك الجهاز تحديث الاشتراك حتى يأخذ مكانًا من جديد.
unbind-all =
    <b>فصل كل الأجهزة؟</b>

    تصبح كل الأماكن شاغرة. يأخذ كل جهاز مكانًا من جديد حين يحدّث تطبيقه الاشتراك.

# الملف
profile =
    <b>الاشتراك</b>

    { status-line }
    { balance-line }
profile-traffic = البيانات: استُهلك { $used } من { $limit } غيغابايت
profile-traffic-unlimited = البيانات: استُهلك { $used } غيغابايت
profile-devices = الأجهزة: { $devices } من { $limit }
profile-online = آخر اتصال: { $at }
profile-next-charge =
    التجديد التلقائي: <b>قيد التشغيل</b>
    الخصم التالي: { $at }، <b>{ $amount }</b> مقابل { period }
profile-next-change =
    التجديد التلقائي: <b>قيد التشغيل</b>
    الخصم التالي: { $at }، <b>{ $amount }</b> مقابل <b>{ $next_plan }</b>، { period }
profile-short = ⚠️ <b>ينقص رصيدك { $short }</b> لذلك: اشحن قبل ذلك الحين.
profile-paid-by = الدفع بواسطة <b>{ $method }</b>.
profile-renewal-off = التجديد التلقائي: <b>متوقف</b>. ينتهي الوصول { ON($ends) } ما لم تجدّد بنفسك.
profile-cancelled = <b>ملغى</b>: يبقى الوصول حتى ذلك الحين، ولا يُخصم شيء آخر.
profile-not-on-sale = التجديد التلقائي: <b>قيد التشغيل</b>، لكن باقتك غير معروضة للبيع الآن، فلا يُخصم شيء. وإن عُرضت في الوقت المناسب أخبرناك ثم جدّدناها.
profile-trial = لا يُخصم شيء عند انتهائها.
profile-grace-short = <b>ينقص رصيدك { $short }</b> للاحتفاظ به: اشحن فيتجدد تلقائيًا حالما يصل المال.
profile-restricted = 🔒 حتى يتجدد لا يصل VPN إلا إلى ما تحتاجه لذلك: تيليجرام والمتجر.
profile-grace = جدّد قبل ذلك الحين لتحتفظ بوصولك.

# وسائل الدفع
notices =
    <b>الإشعارات</b>

    نخبرك دائمًا بما يخص مالك ووصولك: الخصومات والمبالغ المردودة، والانتهاء قبل حدوثه. وما يمكنه الانتظار لا يأتي ليلًا.
notices-tips-on = النصائح والعروض: <b>قيد التشغيل</b>
notices-tips-off = النصائح والعروض: <b>متوقفة</b>
saved-methods =
    <b>وسائل الدفع</b>

    ما يُدفع منه التجديد، بهذا الترتيب:
saved-methods-none =
    <b>وسائل الدفع</b>

    لا شيء محفوظ. عند الدفع يمكنك حفظ البطاقة للتجديد.
saved-methods-balance = يُستخدم رصيدك أولًا؛ ولا يُخصم إلا ما ينقص.
saved-methods-whole = يُخصم السعر كاملًا؛ ولا يُستخدم رصيدك إلا إذا تعذّر ذلك.
saved-method = • { $method }
saved-method-monthly = • { $method }: يخصمها تيليجرام، المرة التالية { $until }
saved-method-failed = • { $method }: ⚠️ رُفضت ولا يُخصم منها بعد الآن
saved-method-stopped = • { $method }: ⚠️ لم يعد يُخصم منه. للمتابعة، أبقِ اشتراكك هنا ثم فعّله في تيليجرام: الإعدادات، نجومي
saved-method-removed = • { $method }: أُنهيت، ولا يُخصم شيء بعد { $until }
cancel =
    <b>إلغاء { $plan }؟</b>

    يبقى وصولك حتى <b>{ UNTIL($ends) }</b>. لا يُخصم شيء آخر، ولا يتجدد شيء.

    يمكنك التراجع عن ذلك في أي وقت قبلها.
cancel-in-grace =
    <b>إلغاء { $plan }؟</b>

    انتهت { ON($ends) }، ويبقى الوصول فقط لتتمكن من التجديد. إن ألغيت <b>انتهى الوصول الآن</b>. لا يُخصم شيء.

# السجل: سطران لكل قيد، المال وسببه.
history =
    <b>السجل</b>

    ما وصل، وما خُصم، وما أُهدي، ولماذا. الأحدث أولًا.
history-empty =
    <b>السجل</b>

    لا شيء هنا بعد: لا دفعة ولا خصم ولا هدية.
history-money = { $date } · <b>{ $direction ->
    [out] −
   *[in] +
}{ $amount }</b> · الرصيد { $balance }
history-free = { $date } · <b>مجانًا</b>
history-cause = { $cause ->
    [topup] شحن الرصيد عبر { $provider ->
        [telegram] تيليجرام
        [crypto] Crypto Pay
        [yookassa] YooKassa
       *[other] { $provider }
    }
    [purchase] شراء { $plan }، { period }، حتى { UNTIL($ends) }
    [renewal] تجديد { $plan }، { period }، حتى { UNTIL($ends) }
    [change] التغيير إلى { $plan }، { period }، حتى { UNTIL($ends) }
    [change_credit] الوقت غير المستخدم من { $plan }، أُعيد عند تغيير الباقة
    [refund] رد ثمن { $plan }، { period }
    [undelivered] رد ثمن { $plan }، { period }: تعذّر تفعيل الوصول
    [payout] رُدّ إلى حيث دُفع منه
    [payout_failed] تعذّر رده، فعاد إلى رصيدك
    [payout_returned] عاد إلينا، فعاد إلى رصيدك
    [loss] تحمّلناه نحن
    [dispute_covered] استعاده مصرفك
    [dispute_won] أعاد مصرفك الدفعة
    [credit] أضفناه نحن
    [debit] خصمناه نحن
    [assignment] دفعتك، عُثر عليها وأُضيفت
    [exchange] حُوّل إلى عملة المتجر
    [reward] عن الدعوة
    [welcome] مكافأة أول دفعة
    [reward_taken_back] عن الدعوة، استُرجع: أُعيدت الدفعة
    [withdrawal] طلب سحب
    [withdrawal_returned] لم يُدفع، عاد إليك
    [trial] تجربة مجانية حتى { UNTIL($ends) }
    [grant] هدية: { $plan } حتى { UNTIL($ends) }
    [gift] هدية لشخص: { $plan }، { period }
    [gift_returned] أُعيد ثمن هدية: { $plan }، { period }
    [gift_taken] هدية لك: { $plan }، { period }، حتى { UNTIL($ends) }
    [prize] ربح في اللعبة
    [prize_days] ربح في اللعبة: { $plan } حتى { UNTIL($ends) }
    [reversal] تصحيح قيد سابق
    [promo] رمز الخصم
    [promo_taken_back] رمز الخصم: استُرد بعد إرجاع المال
   *[other] قيد آخر
}
history-reason = «{ $reason }»

help =
    <b>كيف يعمل { -brand }</b>

    اختر جهازك في «اتصال» وأضف وصولك إلى تطبيق VPN، وهذا كل شيء.

    ⁨/start⁩ – القائمة الرئيسية
    ⁨/buy⁩ – شراء أو تجديد
    ⁨/profile⁩ – الاشتراك والتجديد التلقائي
    ⁨/history⁩ – كل خصم وسببه
    ⁨/language⁩ – تغيير اللغة أو الوقت

    تدفع من رصيدك، وكل دفعة وصلتنا تنتهي إليه دائمًا، حتى لو تأخرت.

    تتجدد الباقة المدفوعة قبل انتهائها بيوم، من الرصيد أو بوسيلة دفع محفوظة. نخبرك بالمبلغ مسبقًا، ويمكنك إيقاف ذلك أو الإلغاء تحت «الاشتراك» في أي وقت. التجربة المجانية لا تخصم شيئًا أبدًا.

update-failed =
    حدث خطأ من جانبنا، وربما لم تكتمل عمليتك الأخيرة.

    مالك في أمان: ما دُفع موجود في رصيدك أو في اشتراكك. افتح القائمة لترى الوضع الحالي.
