# Pieces that several texts share.
period = { $unit ->
    [month] { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
   *[day] { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
}
balance-line = Balance: <b>{ $balance }</b>{ $more }
balance-bonus = , of which { $bonus } is a bonus
balance-other = Also { $balance }, for prices in that currency
