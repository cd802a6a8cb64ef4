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
left = { $left_unit ->
    [day] { $left ->
        [one] { $left } day left
       *[other] { $left } days left
    }
   *[hour] { $left ->
        [one] { $left } hour left
       *[other] { $left } hours left
    }
}
balance-line = Balance: <b>{ $balance }</b>
