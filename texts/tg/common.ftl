# Қисмҳое, ки якчанд матн истифода мебаранд.
period = { $unit ->
    [month] { $count } моҳ
   *[day] { $count } рӯз
}
balance-line = Баланс: <b>{ $balance }</b>{ $more }
balance-bonus = , аз он { $bonus } мукофот
balance-other = Инчунин { $balance } барои нархҳо бо ин асъор
time = { $day ->
    [yesterday] дирӯз соати { $clock }
    [today] имрӯз соати { $clock }
    [tomorrow] пагоҳ соати { $clock }
    [near] { $date } соати { $clock }
   *[far] { $date }
}
time-on = { $day ->
   *[other] { time }
}
time-until = { $day ->
    [yesterday] дирӯз соати { $clock }
    [today] имрӯз соати { $clock }
    [tomorrow] пагоҳ соати { $clock }
    [near] { $date } соати { $clock }
   *[far] { $date }
}
