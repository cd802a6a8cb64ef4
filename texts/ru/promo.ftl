# Промокоды, и почему цена ниже общей.
promo = <b>Промокод</b>
promo-ask = Отправьте код сообщением. Можно маленькими буквами.
promo-refused = Этот код применить нельзя: в нём опечатка, он закончился, использован или предназначен не вам, либо сейчас было слишком много попыток. Если вы в нём уверены, попробуйте через час. Ничего не списали.
promo-current = Ваши цены с кодом <b>{ $code }</b>: { promo-gives }.
promo-chosen =
    ✅ <b>{ $code }</b>: { promo-gives }.

    Показываем цены с ним везде, где он действует.
promo-gives = { $kind ->
    [percent] скидка { $percent } %
   *[amount] скидка { $amount }
}
promo-given =
    ✅ <b>{ $code }</b>

    { $kind ->
        [balance] { $amount } добавлены на баланс как бонус. Он тратится раньше ваших денег и не выводится.
        [trial] Пробный период начался и действует до <b>{ UNTIL($ends) }</b>.
       *[days] { $count ->
            [one] Добавлен { $count } день
            [few] Добавлено { $count } дня
           *[other] Добавлено { $count } дней
        }: подписка действует до <b>{ UNTIL($ends) }</b>.
    }
promo-until = Использовать его можно до { UNTIL($ends) }.
promo-once = Код действует на покупки. Автоматические продления стоят столько же, сколько без него.
promo-renewals = Код действует на покупку и ещё на { $count ->
        [one] { $count } автоматическое продление
        [few] { $count } автоматических продления
       *[other] { $count } автоматических продлений
    } после неё.
reduced-by = { $why ->
    [vip] VIP-скидка
    [offer] наше предложение вам
    [old_price] ваша прежняя цена
    [promo_code] промокод
   *[personal] личная скидка
}
reduced-by-code = промокод { $code }
prices-reduced = Для вас цены ниже: { $why }.
order-reduced = Скидка ({ $why }): −{ $discount }
order-code-idle = Промокод { $code } здесь не действует.
order-renewal-costs = Промокод действует только сейчас: продление стоит { $amount }.
order-renewals-reduced = Промокод действует ещё на { $count ->
        [one] { $count } продление
        [few] { $count } продления
       *[other] { $count } продлений
    }; следующие стоят { $amount }.
toast-promo-removed = Промокод убран, цены снова без него.
