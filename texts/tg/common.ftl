# Қисмҳое, ки якчанд матн истифода мебаранд.
period = { $unit ->
    [month] { $count } моҳ
   *[day] { $count } рӯз
}
balance-line = Баланс: <b>{ $balance }</b>{ $more }
balance-bonus = , аз он { $bonus } мукофот
balance-other = Инчунин { $balance } барои нархҳо бо ин асъор
