# أجزاء تشترك فيها عدة نصوص.
period = { $unit ->
    [month] { $count ->
        [zero] { $count } شهر
        [one] شهر واحد
        [two] شهران
        [few] { $count } أشهر
        [many] { $count } شهرًا
       *[other] { $count } شهر
    }
   *[day] { $count ->
        [zero] { $count } يوم
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
}
balance-line = الرصيد: <b>{ $balance }</b>{ $more }
balance-bonus = ، منه { $bonus } مكافأة
balance-other = وأيضًا { $balance } للأسعار بتلك العملة
time = { $day ->
    [yesterday] أمس الساعة { $clock }
    [today] اليوم الساعة { $clock }
    [tomorrow] غدًا الساعة { $clock }
    [near] { $date } الساعة { $clock }
   *[far] { $date }
}
time-on = { $day ->
    [near] في { time }
    [far] في { time }
   *[other] { time }
}
time-until = { $day ->
    [yesterday] أمس الساعة { $clock }
    [today] اليوم الساعة { $clock }
    [tomorrow] غدًا الساعة { $clock }
    [near] { $date } الساعة { $clock }
   *[far] { $date }
}
