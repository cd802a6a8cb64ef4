# إشعارات الهدايا واللعبة.
gift-bought =
    🎁 <b>تم دفع ثمن هديتك</b>

    يمكن إرسال { $plan } الآن. الرابط صالح حتى { UNTIL($ends_at) }، وبقي في رصيدك { $balance }.
gift-was-taken =
    🎁 <b>أُخذت هديتك</b>

    { $plan } قيد الاستخدام.
gift-expired =
    <b>لم يأخذ أحد هديتك</b>

    { $plan }: عاد { $amount } إلى رصيدك، وهو الآن { $balance }.
gift-cancelled =
    <b>أُلغيت هديتك</b>

    الدفعة التي اشتُريت بها عادت إليك خارج المتجر. لم يكن أحد قد أخذ { $plan }، فيغطي ثمنها { $amount } ذلك. رصيدك الآن { $balance }.
game-result =
    🎳 <b>{ $strike ->
        [yes] سترايك!
       *[no] الكرة تُظهر { $value }
    }</b>

    { $prize ->
        [days] ربحت { period }: اشتراكك سارٍ حتى { UNTIL($ends_at) }.
        [bonus] ربحت { $amount }: مكافأة في رصيدك.
        [percent] ربحت خصم { $count } % على كل الأسعار حتى { UNTIL($ends_at) }.
       *[none] لا شيء هذه المرة.
    }

    رميتك التالية: { $turn }
game-failed =
    🎳 <b>هذه الرمية لا تُحسب</b>

    لم يقبلها Telegram. ما زال الدور لك.
