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
# A time within two days has its clock. `time` is a label, `time-on` follows a verb, `time-until` a word such as
# "until"; texts say { $at }, { ON($at) } and { UNTIL($at) }.
time = { $day ->
    [yesterday] yesterday at { $clock }
    [today] today at { $clock }
    [tomorrow] tomorrow at { $clock }
    [near] { $date } at { $clock }
   *[far] { $date }
}
time-on = { $day ->
    [near] on { time }
    [far] on { time }
   *[other] { time }
}
time-until = { $day ->
    [yesterday] yesterday at { $clock }
    [today] today at { $clock }
    [tomorrow] tomorrow at { $clock }
    [near] { $date } at { $clock }
   *[far] { $date }
}
