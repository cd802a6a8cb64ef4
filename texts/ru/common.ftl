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
