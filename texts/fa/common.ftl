# بخش‌هایی که چند متن در آن‌ها شریک‌اند.
period = { $unit ->
    [month] { $count ->
        [one] { $count } ماه
       *[other] { $count } ماه
    }
   *[day] { $count ->
        [one] { $count } روز
       *[other] { $count } روز
    }
}
balance-line = موجودی: <b>{ $balance }</b>{ $more }
balance-bonus = ، از آن { $bonus } پاداش
balance-other = همچنین { $balance } برای قیمت‌های آن ارز
time = { $day ->
    [yesterday] دیروز ساعت { $clock }
    [today] امروز ساعت { $clock }
    [tomorrow] فردا ساعت { $clock }
    [near] { $date } ساعت { $clock }
   *[far] { $date }
}
time-on = { $day ->
    [near] در { time }
    [far] در { time }
   *[other] { time }
}
time-until = { $day ->
    [yesterday] دیروز ساعت { $clock }
    [today] امروز ساعت { $clock }
    [tomorrow] فردا ساعت { $clock }
    [near] { $date } ساعت { $clock }
   *[far] { $date }
}
