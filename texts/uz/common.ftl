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
