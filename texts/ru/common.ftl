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
left = { $left_unit ->
    [day] { $left ->
        [one] остался { $left } день
        [few] осталось { $left } дня
       *[other] осталось { $left } дней
    }
   *[hour] { $left ->
        [one] остался { $left } час
        [few] осталось { $left } часа
       *[other] осталось { $left } часов
    }
}
balance-line = Баланс: <b>{ $balance }</b>
