# ما يقوله المتجر من تلقاء نفسه. تسمّي SQL هذه النصوص؛ انظر app.notify().
trial-ended =
    <b>توقف VPN: انتهت تجربتك المجانية</b>

    استمرت حتى { UNTIL($ended_at) }. لم يُخصم شيء. اختر باقة فيعمل المفتاح نفسه من جديد فورًا.
subscription-ended =
    <b>توقف VPN</b>

    سرى اشتراكك { $plan } حتى { UNTIL($ended_at) }. لم يُخصم شيء. جدّد فيعمل المفتاح نفسه من جديد فورًا.
subscription-ended-cancelled =
    <b>توقف VPN</b>

    سرى اشتراكك { $plan } حتى { UNTIL($ended_at) }. كان ملغى، فلم يُخصم شيء ولن يُخصم. شكرًا لأنك كنت معنا؛ مفتاحك محفوظ إن عدت.
subscription-renewed =
    <b>تم التجديد حتى { UNTIL($ends_at) }</b>

    { $plan }، { period }: خُصم { $amount } من رصيدك، وبقي فيه { $balance }. مفتاحك لا يتغير.
# السعر القديم بجانب سعر أعلى.
renewal-price = { $risen ->
    [yes] { $was } ← { $amount }
   *[no] { $amount }
}
# حين يكون أصغر شحن أكثر مما ينقص، أو أكبره أقل منه.
topup-note = { $topup_is ->
    [least] {""} أقل شحن هو { $topup }؛ وما زاد منه يبقى في رصيدك.
    [most] {""} أكبر شحن هو { $topup }، فيلزم أكثر من شحن واحد.
   *[exact] {""}
}
subscription-renewed-method =
    <b>تم التجديد حتى { UNTIL($ends_at) }</b>

    { $plan }، { period }: { $amount }. خُصم منه { $charge } من { $method }؛ وبقي في رصيدك { $balance }. مفتاحك لا يتغير.
renewal-announced =
    <b>سيتجدد اشتراكك</b>

    { $next }، { period }: سيُخصم { renewal-price } من رصيدك { ON($at) }. الرصيد كافٍ: { $balance }. لا يلزمك فعل شيء؛ يمكنك إيقاف التجديد تحت «الاشتراك».
renewal-announced-method =
    <b>سيتجدد اشتراكك</b>

    { $next }، { period }: { renewal-price } { ON($at) }. سيُخصم منه { $charge } من { $method }. لا يلزمك فعل شيء؛ يمكنك إيقاف التجديد تحت «الاشتراك»، أو اختيار ما يُدفع منه تحت «الرصيد».
renewal-announced-short =
    <b>ينقص التجديد { $missing }</b>

    { $next }، { period }: من المقرر خصم { renewal-price } من رصيدك { ON($at) }. فيه { $balance }. اشحن في الوقت المناسب فيتجدد تلقائيًا.{ topup-note }
renewal-announced-partly =
    <b>ينقص التجديد { $missing }</b>

    { $next }، { period }: { renewal-price } { ON($at) }. سيُخصم منه { $charge } من { $method }. في رصيدك { $balance }. اشحن في الوقت المناسب فيتجدد تلقائيًا.{ topup-note }
renewal-price-risen =
    <b>ارتفع السعر</b>

    { $next }، { period }: <b>{ renewal-price }</b>. لم يُخصم شيء بعد: سيُخصم { ON($at) } ما لم ترفض. تسري { $plan } حتى { UNTIL($ends_at) }، ويبقى وصولك حتى موعد الخصم.
renewal-ending =
    <b>ينتهي اشتراكك قريبًا</b>

    تسري { $plan } حتى <b>{ UNTIL($ends_at) }</b>.
    { why-it-ends } جدّد في الوقت المناسب فلا يضيع منه شيء.
renewal-unavailable =
    <b>لا يمكن تجديد اشتراكك</b>

    ما لديك غير معروض للبيع الآن. لن يُخصم شيء. تسري { $plan } حتى { UNTIL($ends_at) }، ويبقى الوصول حتى { UNTIL($expires_at) }: اختر باقة أخرى لتبقى. وإن عُرضت للبيع قبل ذلك أخبرناك أولًا ثم جدّدناها.
renewal-not-made =
    <b>لم يتجدد اشتراكك</b>

    وصل المال مقابل { $plan } بعد انتهائها، ولم نتمكن من تجديدها منذ ذلك الحين. في رصيدك { $balance }: اختر باقة للمتابعة.
renewal-short =
    <b>ينقص التجديد { $missing }</b>

    { $next }، { period }، بسعر { $amount }، ورصيدك { $balance }. لم يُخصم شيء. تسري { $plan } حتى { UNTIL($ends_at) }؛ اشحن فيتجدد فورًا.{ topup-note }
renewal-declined =
    <b>تعذّر الخصم من { $method }</b>

    { $next }، { period }، بسعر { $amount }، ورصيدك { $balance }. لم يُخصم شيء. تسري { $plan } حتى { UNTIL($ends_at) }: اشحن { $missing } فيتجدد فورًا، أو ادفع بوسيلة أخرى. وإن كان السبب عابرًا حاولنا مجددًا قبل ذلك.{ topup-note }
renewal-confirm =
    <b>أكّد الدفع من فضلك</b>

    يريد مصرفك أن يسألك قبل خصم { $charge } من { $method } مقابل { $next }، { period }. لم يُخصم شيء بعد. تسري { $plan } حتى { UNTIL($ends_at) }؛ أكّد فيتجدد فورًا.
renewal-grace =
    <b>جدّد قبل { UNTIL($expires_at) }: { $access ->
        [restricted] لا يعمل الآن إلا تيليجرام والمتجر
       *[full] لا يزال VPN يعمل
    }</b>

    تعذّر التجديد: { $next }، { period }، بسعر { $amount }، ورصيدك { $balance }. لم يُخصم شيء. سرت { $plan } حتى { UNTIL($ends_at) }، ويبقى الوصول حتى { UNTIL($expires_at) }{ $access ->
        [restricted] ، لكن فقط إلى ما تحتاجه للتجديد: تيليجرام والمتجر
       *[full] {""}
    }. { $pay ->
        [confirm] يريد مصرفك أن يسألك قبل خصم { $charge } من { $method }: أكّد فيستمر دون انقطاع.
       *[topup] ينقص { $missing }: اشحن فيستمر دون انقطاع.{ topup-note }
    }
# ما يُقال قبل انتهاء الوصول وبعده؛ انظر billing.notice_rules.
why-it-ends = { $why ->
    [short] ينقص التجديد <b>{ $missing }</b>، فلن يُخصم شيء.
    [unavailable] باقتك غير معروضة للبيع الآن، فلن يُخصم شيء.
    [cancelled] الاشتراك ملغى، فلن يُخصم شيء.
    [gift] كان هدية، فلن يُخصم شيء.
   *[off] التجديد التلقائي متوقف، فلن يُخصم شيء.
}
access-ends-tomorrow =
    <b>{ $access ->
        [restricted] يتوقف ما بقي من VPN لديك { ON($expires_at) }
       *[full] يتوقف VPN لديك { ON($expires_at) }
    }</b>

    { why-it-ends }
    جدّد { $plan } قبل ذلك: فمن دون VPN قد لا يفتح تيليجرام.
access-ends-soon =
    <b>{ $access ->
        [restricted] يتوقف ما بقي من VPN لديك بعد ساعات قليلة، { ON($expires_at) }
       *[full] يتوقف VPN لديك بعد ساعات قليلة، { ON($expires_at) }
    }</b>

    { why-it-ends }
    جدّد { $plan } الآن: فمن دون VPN قد لا يفتح تيليجرام.
trial-first-hours =
    <b>هل يعمل كل شيء؟</b>

    تستمر تجربتك المجانية حتى <b>{ UNTIL($expires_at) }</b>.
    إن لم تفتح صفحة ما فأعد إعداد VPN: يستغرق ذلك دقيقة.
trial-second-day =
    <b>تستمر تجربتك المجانية حتى { UNTIL($expires_at) }</b>

    بعدها يتوقف VPN. لا يُخصم شيء تلقائيًا.
    اختر باقة متى شئت: المفتاح لا يتغير.
trial-ends =
    <b>تنتهي تجربتك المجانية { ON($expires_at) }</b>

    لا يُخصم شيء.
    اختر باقة قبل ذلك فيستمر VPN بالمفتاح نفسه؛ ومن دونه قد لا يفتح تيليجرام.
trial-ended-offer =
    <b>انتهت تجربتك المجانية</b>

    استمرت حتى { UNTIL($ended_at) }. لم يُخصم شيء.
    <b>خصم { $percent } ٪ على كل باقة حتى { UNTIL($until) }</b>، لك وحدك: السعر مخفّض بالفعل.
    اختر باقة فيعمل المفتاح نفسه من جديد فورًا.
never-connected =
    <b>لم تتصل بعد؟</b>

    تسري { $plan } حتى <b>{ UNTIL($ends_at) }</b>، ولم يتصل أحد حتى الآن.
    اختر جهازك: الخطوات تستغرق دقيقتين.
win-back-offer = { $offer ->
    [yes] {""}
    <b>خصم { $percent } ٪ على كل باقة حتى { UNTIL($until) }</b>، لك وحدك.
   *[no] {""}
}
win-back =
    <b>‏VPN لديك متوقف</b>

    سرت { $plan } حتى { UNTIL($ends_at) }. مفتاحك محفوظ: جدّد فيعمل من جديد فورًا.{ win-back-offer }
win-back-last =
    <b>هل نحتفظ بمفتاحك؟</b>

    سرت { $plan } حتى { UNTIL($ends_at) }. يعمل المفتاح من جديد حالما تجدّد.{ win-back-offer }
    هذه رسالتنا الأخيرة بهذا الشأن.
owner-made =
    <b>أصبحت الآن مالك هذا المتجر</b>

    قائمة الإدارة هي السطر الأخير من القائمة.
owner-link-over =
    <b>انتهت صلاحية هذا الرابط</b>

    يُفتح مرة واحدة خلال ساعة. يُنشأ رابط جديد حيث يعمل المتجر.
