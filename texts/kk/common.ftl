# Бірнеше мәтінге ортақ бөліктер.
period = { $unit ->
    [month] { $count ->
        [one] { $count } ай
       *[other] { $count } ай
    }
   *[day] { $count ->
        [one] { $count } күн
       *[other] { $count } күн
    }
}
balance-line = Баланс: <b>{ $balance }</b>{ $more }
balance-bonus = , оның ішінде { $bonus } бонус
balance-other = Тағы { $balance }, осы валютадағы бағалар үшін
time = { $day ->
    [yesterday] кеше сағат { $clock }
    [today] бүгін сағат { $clock }
    [tomorrow] ертең сағат { $clock }
    [near] { $date } сағат { $clock }
   *[far] { $date }
}
time-on = { $day ->
   *[other] { time }
}
time-until = { $day ->
    [yesterday] кеше { $clock }
    [today] бүгін { $clock }
    [tomorrow] ертең { $clock }
    [near] { $date } { $clock }
   *[far] { $date }
}
