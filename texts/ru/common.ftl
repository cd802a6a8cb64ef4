# Части, общие для нескольких текстов.
period = { $unit ->
    [month] { $count ->
        [one] { $count } месяц
        [few] { $count } месяца
       *[other] { $count } месяцев
    }
   *[day] { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[other] { $count } дней
    }
}
balance-line = Баланс: <b>{ $balance }</b>{ $more }
balance-bonus = , из них { $bonus } – бонус
balance-other = И ещё { $balance } для цен в этой валюте
# Время в пределах двух суток — с часами. `time` — подпись, `time-on` стоит после глагола, `time-until` — после «до»; в
# текстах это { $at }, { ON($at) } и { UNTIL($at) }.
time = { $day ->
    [yesterday] вчера в { $clock }
    [today] сегодня в { $clock }
    [tomorrow] завтра в { $clock }
    [near] { $date } в { $clock }
   *[far] { $date }
}
time-on = { $day ->
   *[other] { time }
}
time-until = { $day ->
    [yesterday] { $clock } вчера
    [today] { $clock } сегодня
    [tomorrow] { $clock } завтра
    [near] { $clock } { $date }
   *[far] { $date }
}
