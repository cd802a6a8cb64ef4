# دعوة الآخرين وما تكسبه منها.
invite =
    <b>ادعُ غيرك</b>

    { $reward ->
        [percent] تحصل على <b>{ $percent }٪</b> من كل دفعة لمن يأتي عبر رابطك
        [sum] تحصل على <b>{ $sum }</b> عندما يدفع من جاء عبر رابطك لأول مرة
       *[days] تحصل على <b>{ period }</b> عندما يدفع من جاء عبر رابطك لأول مرة
    }. انقر للنسخ:
    <code>{ $link }</code>
invite-second = وكذلك { $percent }٪ من كل دفعة لمن يدعونهم.
invite-trial = تجربتهم المجانية أطول: { $unit ->
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
}.
invite-welcome = ومع أول دفعة يحصلون على مكافأة { $bonus }.
invite-counts = جاؤوا عبر رابطك: <b>{ $brought }</b>، ومن يدفع منهم: <b>{ $paying }</b>
invite-next = { $percent }٪ ابتداءً من { $start } ممن يدفعون: بقي { $missing }
invite-days = كسبت: <b>{ period }</b>
invite-earned = كسبت: <b>{ $earned }</b>
invite-pending = قيد الانتظار: { $pending }، { $when ->
    [later] أوله من { $until }
   *[spent] إلى أن يُنفق على باقة
}
invite-owed = سيُخصم مما تكسبه لاحقًا: { $owed }، عن دفعات أُعيدت
invite-how = يُحسب المال الذي يدفعونه وينفقونه على باقة. { $reward ->
    [days] تحصل على أيامك بعد { period }
   *[other] يصبح لك بعد { period }، وتُدفع منه الباقات
}. وإذا أُعيدت دفعة أُعيد ما كُسب منها.
invite-off =
    <b>ادعُ غيرك</b>

    لا تُكسب الدعوات شيئًا حاليًا. ما كسبته يبقى لك.
invite-message = VPN يعمل. جرّبه:
invite-qr = من يمسح هذا الرمز يأتي عبر رابطك.
referral-joined =
    👋 <b>{ $count ->
        [zero] جاء عبر رابطك { $count } شخص
        [one] جاء شخص عبر رابطك
        [two] جاء شخصان عبر رابطك
        [few] جاء عبر رابطك { $count } أشخاص
        [many] جاء عبر رابطك { $count } شخصًا
       *[other] جاء عبر رابطك { $count } شخص
    }</b>
reward-pending =
    <b>+{ $amount } عن الدعوة</b>

    دفع شخص جاء عبر رابطك. يصبح المبلغ لك بعد إنفاق الدفعة على باقة، وليس قبل: { $until }.
reward-released =
    ✅ <b>{ $amount } عن الدعوة في رصيدك</b>

    الرصيد: { $balance }. منه تُدفع الباقات.
reward-taken-back =
    { $taken ->
        [no] <b>لن يصل { $pending } عن الدعوة</b>
       *[yes] <b>استُرجع { $amount } عن الدعوة</b>
    }

    الدفعة التي كسبته عادت إلى دافعها. الرصيد: { $balance }.{ $more ->
        [pending] {" "}وهناك { $pending } أخرى لم تصل بعد ولن تصل.
        [owed] {" "}وقد أُنفق منه { $owed }: يغطيه ما تكسبه لاحقًا.
        [both] {" "}وهناك { $pending } أخرى لم تصل بعد ولن تصل. وقد أُنفق { $owed }: يغطيه ما تكسبه لاحقًا.
       *[no] {""}
    }
reward-covered =
    <b>غطّى { $amount } مما كسبته ما استُرجع</b>

    كان قد أُنفق قبل استرجاعه، لذلك يغطيه ما تكسبه أولًا. الرصيد: { $balance }.
withdrawal-covered =
    <b>غطّى { $amount } مما كسبته سحبًا</b>

    كان المال قد أُعيد إليك ودُفع مع ذلك، لذلك يغطيه ما تكسبه. الرصيد: { $balance }.
reward-welcome =
    🎁 <b>مكافأة { $amount } عن أول دفعة لك</b>

    الرصيد: { $balance }. منه تُدفع الباقات.
reward-days =
    🎁 <b>وقت مجاني عن الدعوة</b>

    شخص جاء عبر رابطك يدفع. { $plan } تعمل الآن حتى: { $ends_at }.
balance-earned = ، { $earned } كُسبت بالدعوة
notices-referrals = من جاء عبر رابطك وما كُسب منه: <b>{ $state ->
    [on] قيد التشغيل
   *[off] متوقفة
}</b>
