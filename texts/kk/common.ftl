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
