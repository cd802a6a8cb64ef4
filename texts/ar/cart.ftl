# ما آل إليه مالٌ وصل ولم يكن أحد ينظر إلى الشاشة.
payment-credited =
    <b>تم استلام { $amount }</b>

    المبلغ في رصيدك، وهو الآن { $balance }.
payment-credited-late =
    <b>تم استلام { $amount }</b>

    وصلت الدفعة متأخرة أو لم تطابق عملية شحن مفتوحة، فأُضيفت مباشرة إلى رصيدك، وهو الآن { $balance }. لم يضع شيء.
cart-bought =
    <b>تم الدفع</b>

    وصل مالك وتم شراء ما اخترته: { $plan }، صالحة حتى { UNTIL($ends_at) }.

    بقي في رصيدك { $balance }.
cart-price-changed =
    <b>اختر من جديد من فضلك</b>

    وصل مالك، لكن { $plan } لم تعد معروضة كما اخترتها، فلم تُشترَ. في رصيدك { $balance }.
cart-price-changed-monthly =
    { cart-price-changed }

    لن يخصم تيليجرام مقابلها أي شهر آخر.
