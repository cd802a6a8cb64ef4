# رموز الخصم، ولماذا السعر أقل من سعر الجميع.
promo = <b>رمز الخصم</b>
promo-ask = أرسل الرمز في رسالة. الأحرف الصغيرة مقبولة أيضًا.
promo-refused = لا يمكن استخدام هذا الرمز: ربما كُتب خطأً أو انتهى أو نفد أو ليس مخصصًا لك، أو جُرّب عدد كبير من الرموز الآن. إن كنت متأكدًا منه فحاول بعد ساعة. لم يُخصم شيء.
promo-current = أسعارك مع <b>{ $code }</b>: { promo-gives }.
promo-chosen =
    ✅ <b>{ $code }</b>: { promo-gives }.

    تظهر الأسعار به حيث ينطبق.
promo-gives = { $kind ->
    [percent] خصم { $percent } %
   *[amount] خصم { $amount }
}
promo-given =
    ✅ <b>{ $code }</b>

    { $kind ->
        [balance] أُضيف { $amount } إلى رصيدك مكافأةً. تُنفق قبل مالك ولا تُسحب.
        [trial] بدأت فترتك التجريبية وتستمر حتى <b>{ UNTIL($ends) }</b>.
       *[days] { $count ->
            [zero] أُضيف { $count } يوم
            [one] أُضيف يوم واحد
            [two] أُضيف يومان
            [few] أُضيفت { $count } أيام
            [many] أُضيف { $count } يومًا
           *[other] أُضيف { $count } يوم
        }: يستمر اشتراكك حتى <b>{ UNTIL($ends) }</b>.
    }
promo-until = يمكن استخدامه حتى { UNTIL($ends) }.
promo-once = ينطبق الرمز على ما تشتريه. أما التجديد التلقائي فبسعره من دون الرمز.
promo-renewals = ينطبق الرمز على الشراء وعلى { $count ->
        [zero] { $count } تجديد تلقائي
        [one] تجديد تلقائي واحد
        [two] تجديدين تلقائيين
        [few] { $count } تجديدات تلقائية
        [many] { $count } تجديدًا تلقائيًا
       *[other] { $count } تجديد تلقائي
    } بعده.
reduced-by = { $why ->
    [vip] خصم VIP
    [offer] عرضنا لك
    [old_price] سعرك القديم
    [promo_code] رمز الخصم
   *[personal] خصم شخصي
}
reduced-by-code = رمز الخصم { $code }
prices-reduced = أسعارك أقل: { $why }.
order-reduced = الخصم ({ $why }): −{ $discount }
order-code-idle = لا ينطبق رمز الخصم { $code } على هذا.
order-renewal-costs = ينطبق رمز الخصم الآن فقط: التجديد بسعر { $amount }.
order-renewals-reduced = ينطبق رمز الخصم أيضًا على { $count ->
        [zero] { $count } تجديد
        [one] تجديد واحد
        [two] تجديدين
        [few] { $count } تجديدات
        [many] { $count } تجديدًا
       *[other] { $count } تجديد
    }؛ وما بعدها بسعر { $amount }.
