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
balance-line = Balance: <b>{ $balance }</b>
