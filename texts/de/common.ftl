# Teile, die mehrere Texte gemeinsam haben.
period = { $unit ->
    [month] { $count ->
        [one] { $count } Monat
       *[other] { $count } Monate
    }
   *[day] { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
}
balance-line = Guthaben: <b>{ $balance }</b>{ $more }
balance-bonus = , davon { $bonus } Bonus
balance-other = Außerdem { $balance } für Preise in dieser Währung
time = { $day ->
    [yesterday] gestern um { $clock }
    [today] heute um { $clock }
    [tomorrow] morgen um { $clock }
    [near] { $date } um { $clock }
   *[far] { $date }
}
time-on = { $day ->
    [near] am { time }
    [far] am { time }
   *[other] { time }
}
time-until = { $day ->
    [yesterday] gestern um { $clock }
    [today] heute um { $clock }
    [tomorrow] morgen um { $clock }
    [near] { $date } um { $clock }
   *[far] { $date }
}
