# Withdrawals: the screens of who asks, and what support reads.
withdraw =
    <b>سحب</b>

    ربحت { $available } من دعوة الآخرين. يمكن سحبها أو إنفاقها هنا.

    اختر المبلغ أو اكتب غيره، من { $min }. ينظر شخص في كل طلب؛ مدة الوصول بأيام العمل: { $days }.
withdraw-wrong-amount = ⚠️ غير ممكن: من { $min } إلى { $available }.
withdraw-refused =
    <b>سحب</b>

    { $why ->
        [blocked] لا يُدفع شيء هنا. اكتب إلى الدعم.
        [open] سحب واحد في كل مرة.
        [switched_off] السحب متوقف. ما ربحته يبقى لك.
        [owes] استرد مصرف دفعة لك ولم تُغطَّ بعد. لا يمكن السحب حتى ذلك الحين.
        [not_in_currency] لا ندفع بعملتك. يمكنك إنفاق ما ربحته هنا.
        [no_way] لا توجد طريقة للسحب الآن. ما ربحته يبقى لك؛ اسأل الدعم متى يصبح ممكنًا.
       *[too_little] ربحت { $available } من دعوة الآخرين. يمكن السحب من { $min }، والإنفاق هنا في أي وقت.
    }
withdraw-open =
    <b>سحب: { $amount }</b>
    { withdraw-way } { $masked }

    { withdrawal-status }
    يُحسم حتى { UNTIL($due) }.
withdraw-earlier = <b>سابقًا</b>
withdraw-line = { $date } · { $amount } · { withdrawal-status }
withdraw-way = { $way ->
    [card] بطاقة مصرفية
    [sbp] SBP (برقم الهاتف)
    [usdt_trc20] USDT (TRC20)
    [usdt_ton] USDT (TON)
   *[crypto_pay] Crypto Bot في Telegram
}
withdrawal-status = { $status ->
    [requested] بانتظار الموافقة
    [approved] تمت الموافقة
    [sending] قيد الإرسال
    [paid] دُفع
    [failed] تعذّر
    [rejected] مرفوض
   *[cancelled] ملغى
}
withdraw-by =
    <b>سحب</b>

    كيف تريد استلام { $amount }؟
withdraw-to =
    <b>{ withdraw-way }</b>

    { $way ->
        [card] اكتب رقم البطاقة، من 16 إلى 19 رقمًا.
        [sbp] اكتب رقم الهاتف والمصرف: +7 900 123-45-67 Sberbank
        [usdt_trc20] اكتب عنوان TRC20: يبدأ بحرف T وفيه 34 حرفًا.
       *[usdt_ton] اكتب عنوان TON: فيه 48 حرفًا.
    }

    تُحذف رسالتك من المحادثة ويُحفظ ما فيها مشفّرًا: لا يراه إلا من يرسل المال، ويُمحى بعد السحب.
withdraw-wrong = { $way ->
    [card] ⚠️ هذا ليس رقم بطاقة: رقم خاطئ أو ناقص. لم يُحفظ شيء.
    [sbp] ⚠️ يلزم رقم جوال روسي ومصرف. لم يُحفظ شيء.
    [usdt_trc20] ⚠️ هذا ليس عنوان TRC20: حرف خاطئ أو ناقص. لم يُحفظ شيء.
   *[usdt_ton] ⚠️ هذا ليس عنوان TON: حرف خاطئ أو ناقص. لم يُحفظ شيء.
}
withdraw-confirm =
    <b>سحب { $amount }؟</b>
    { withdraw-way } { $masked }

    يُخصم المال الآن مما ربحته ومدة الوصول بأيام العمل: { $days }. يمكنك الإلغاء قبل الموافقة.{ $way ->
        [crypto_pay] {" "}يدفع Crypto Bot قيمته في تلك اللحظة. شغّل @CryptoBot أولًا: لا يدفع لمن لا يعرفه.
       *[other] {""}
    }
withdrawal-why = { $why ->
    [requisites] البيانات غير صحيحة. تحقق منها واطلب مجددًا.
    [rules] لا يوافق القواعد. سيشرح الدعم.
    [other] لم يكن ممكنًا. سيشرح الدعم.
    [crypto_bot] لا يعرفك Crypto Bot بعد: شغّل @CryptoBot ثم اطلب مجددًا.
    [provider] رفضته خدمة الدفع. جرّب طريقة أخرى.
    [taken_back] أُعيدت دفعة كوفئت عليها، ومعها المكافأة.
    [none] {""}
   *[said] { $reason }
}

# Notices
withdrawal-paid =
    ✅ <b>دُفع { $amount }</b>

    { withdraw-way } { $masked } { $sent }
withdrawal-returned =
    ↩️ <b>لم يُدفع { $amount }</b>

    { withdrawal-why }
    عاد المال إليك: يمكنك إنفاقه هنا أو سحبه مجددًا.

# To support
withdrawal-card =
    💸 <b>سحب { $withdrawal }: { $amount }</b>
    المستخدم { $user } { $name }
    { withdraw-way } { $masked }
    { $known ->
        [yes] دُفع إليها من قبل.
        [other] ⚠️ السابقة ذهبت إلى مكان آخر.
       *[no] الأول.
    }

    ربح: { $earned }، المكافآت: { $rewards }
    دُفع سابقًا: { $paid }
    يُحسم حتى { UNTIL($due) }
withdrawal-news = 💸 <b>{ $withdrawal }</b> · { $amount } · { $news ->
    [second] يلزم موافق ثانٍ
    [approved] { $by ->
        [hand] تمت الموافقة: اعرض البيانات وأرسل المال ثم أكّد الدفع
       *[provider] تمت الموافقة: يدفعه المزوّد
    }
    [cancelled] ألغاه المستخدم
    [paid] دُفع
    [failed] لم يُدفع وأُعيد
   *[rejected] رُفض وأُعيد
} { withdrawal-why }
withdrawal-requisites =
    🔒 <b>سحب { $withdrawal }: { $amount }</b>
    { withdraw-way }. تُحذف خلال ثلاث دقائق.
withdrawal-acted = { $outcome ->
    [not_allowed] للمشرفين فقط.
    [own] لا أحد يوافق على سحبه.
    [blocked] المستخدم محظور.
    [owes] المستخدم مدين: نزاع غير مغطى.
    [shown] أُرسلت إلى محادثتك مع البوت.
    [no_requisites] لا حاجة إلى بيانات: يدفع المزوّد.
    [by_provider] يخبر المزوّد بالنتيجة؛ وإلا: ops.settle_withdrawal.
    [unknown] لا يوجد سحب كهذا.
   *[other] فات الأوان: { $outcome }.
}
admin-requisites-not-shown =
    🔒 <b>سحب { $withdrawal }: تعذّر عرض البيانات</b>

    { $error }. تحقق من REQUISITES_KEYS في listener.
admin-withdrawal-contradicted =
    ⚠️ <b>سحب { $withdrawal }: المزوّد يقول غير ذلك</b>

    { $says ->
        [paid] أُغلق على أنه فشل، ومع ذلك دفع المزوّد { $amount } ({ $proof }). سُجّل مدفوعًا؛ وما زال المستخدم مدينًا منه بـ { $owed }.
       *[failed] أُغلق على أنه مدفوع، والمزوّد يقول إنه لم يدفع { $amount }. لم يُسجّل شيء. إن لم يصل إلى المستخدم شيء: ops.withdrawal_returned.
    }
