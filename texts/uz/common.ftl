# Bir nechta matn uchun umumiy qismlar.
period = { $unit ->
    [month] { $count ->
        [one] { $count } oy
       *[other] { $count } oy
    }
   *[day] { $count ->
        [one] { $count } kun
       *[other] { $count } kun
    }
}
balance-line = Balans: <b>{ $balance }</b>{ $more }
balance-bonus = , shundan { $bonus } bonus
balance-other = Yana { $balance }, shu valyutadagi narxlar uchun
time = { $day ->
    [yesterday] kecha soat { $clock }
    [today] bugun soat { $clock }
    [tomorrow] ertaga soat { $clock }
    [near] { $date } soat { $clock }
   *[far] { $date }
}
time-on = { $day ->
    [far] { time } kuni
   *[other] { time } da
}
time-until = { $day ->
    [yesterday] kecha { $clock }
    [today] bugun { $clock }
    [tomorrow] ertaga { $clock }
    [near] { $date } { $clock }
   *[far] { $date }
}
