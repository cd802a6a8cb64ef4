# Промокоды и личные скидки.
button-admin-promo = Промокоды
button-admin-promo-sort = { $chosen ->
    [yes] {"• "}
   *[no] {""}
}{ $sort ->
    [new] Новые
    [used] Популярные
   *[over] Закончились
}
button-admin-promo-line = { $name } · { $gives } · { $uses }×
button-admin-promo-gives = { $kind ->
    [percent] −{ $percent } %
    [amount] −{ $amount }
    [days] бесплатных дней: { $days }
    [balance] бонус { $amount }
   *[trial] пробный период { $hours } ч
}
button-admin-promo-new = Новый промокод
button-admin-promo-batch = Много промокодов
button-admin-promo-retire = Отозвать
button-admin-promo-return = Вернуть применение
button-admin-promo-kind = { $value ->
    [percent] Скидка в процентах
    [amount] Скидка суммой
    [days] Бесплатные дни
    [balance] Бонус на баланс
   *[trial] Долгий пробный период
}
button-admin-promo-audience = { $value ->
    [all] Все
    [new] Кто ещё не платил
    [paid] Кто уже платил
   *[subscribers] У кого есть подписка
}
button-admin-length = { $unit ->
    [day] { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[other] { $count } дней
    }
   *[month] { $count ->
        [one] { $count } месяц
        [few] { $count } месяца
       *[other] { $count } месяцев
    }
}
button-admin-discounts = Личные скидки
admin-promo = <b>Промокоды</b>
    Нажмите на код, чтобы увидеть, что он принёс и чего стоил. Последнее число — сколько раз его применили.
admin-promo-code = <b>{ $name }</b>{ $codes ->
    [1] {""}
   *[other] {" × "}{ $codes }
} · { $gives }
    { $state ->
        [retired] Отозван
        [usable] Действует{ $codes ->
            [1] {""}
           *[other] {": "}{ $usable } из них
        }
       *[over] Закончился или исчерпан
    }
admin-promo-from = С: { $at }
admin-promo-until = До: { $at }
admin-promo-audience = Для кого: { $who }
admin-promo-max = Всего применений: не больше { $uses }
admin-promo-each = На человека: { $uses }
admin-promo-plans = Тарифы: { $plans }
admin-promo-lengths = Сроки: { $lengths }
admin-promo-min = От цены { $amount }
admin-promo-first = Только для первой покупки
admin-promo-adds = Складывается с другими скидками
admin-promo-renewals = Действует и на продления: { $count }
admin-promo-uses = Применён: <b>{ $redeemed }</b> · в открытых заказах: { $reserved } · возвращено: { $returned }
admin-promo-money = Принёс <b>{ $revenue }</b>, скидок на { $discount }
admin-promo-given = Подарено: <b>{ $amount }</b>
admin-promo-given-days = Подарено дней: <b>{ $days }</b>
admin-promo-reason = Для чего: { $reason }
admin-promo-link = Ссылка: <code>{ $link }</code>
admin-promo-which = <b>{ $name }</b>{ $codes ->
    [1] {""}
   *[other] {" × "}{ $codes }
} · { $gives }
admin-promo-made = ✅ Промокод <code>{ $code }</code> действует.
    Ссылка: <code>{ $link }</code>
admin-promo-made-batch = ✅ { $codes ->
    [one] { $codes } промокод в файле.
    [few] { $codes } промокода в файле.
   *[other] { $codes } промокодов в файле.
}
admin-promo-retired = { $outcome ->
    [retired] ✅ Отозван. Открытые заказы ещё можно оплатить по их цене.
   *[no_such_code] Он уже был отозван.
}
admin-promo-returned = { $outcome ->
    [returned] ✅ Клиент может применить его снова.
   *[not_used] ⚠️ Ни одна покупка этого клиента его не использовала.
}
admin-discounts = <b>Личные скидки</b>
    Действует лучшая скидка человека; промокод, который складывается, добавляется к ней. Дать или отменить скидку можно в карточке клиента.
admin-discount-line = · { $user }: { $off } ({ $kind ->
    [personal] личная
    [vip] VIP
   *[offer] предложение
}){ $ends ->
    [yes] {", до "}{ $until }
   *[no] {""}
}
admin-form-promo_new = <b>Новый промокод</b>
admin-form-promo_batch = <b>Много одноразовых промокодов</b>
    Вы получите их файлом.
admin-form-promo_retire = <b>Отозвать промокод</b>
    Ввести его больше нельзя. Что уже подарено или заказано с ним, остаётся.
admin-form-promo_return = <b>Вернуть применение</b>
    Клиент сможет применить промокод ещё раз.
admin-ask-promo_code = Какой промокод? От 3 до 32 латинских букв и цифр, например SPRING.
admin-field-promo_code = Промокод
admin-ask-promo_prefix = С чего начинаются промокоды? До 22 латинских букв и цифр; за ними идут десять случайных знаков.
admin-field-promo_prefix = Начало
admin-ask-promo_count = Сколько промокодов? До 5000 за раз.
admin-field-promo_count = Промокодов
admin-ask-promo_kind = Что он даёт?
admin-field-promo_kind = Даёт
admin-ask-promo_percent = Сколько процентов? От 1 до 99.
admin-field-promo_percent = Процентов
admin-ask-promo_amount = Какая сумма, в валюте магазина? Например, 100 или 99,50.
admin-field-promo_amount = Сумма
admin-ask-promo_free_days = Сколько бесплатных дней?
admin-field-promo_free_days = Бесплатных дней
admin-ask-promo_hours = Сколько часов длится пробный период?
admin-field-promo_hours = Часов пробного периода
admin-ask-promo_days = Сколько дней, начиная с сегодняшнего, он действует? Если пропустить — без срока.
admin-field-promo_days = Дней действия
admin-ask-promo_max = Сколько раз его могут применить все вместе? Если пропустить — сколько угодно.
admin-field-promo_max = Применений всего
admin-ask-promo_each = Сколько раз один человек? Если пропустить — один раз.
admin-field-promo_each = Применений на человека
admin-ask-promo_who = Кто может его применить?
admin-field-promo_who = Для кого
admin-ask-promo_more = Нужны ещё условия: первая покупка, тарифы, сроки, наименьшая цена, продления?
admin-field-promo_more = Ещё условия
admin-ask-promo_first = Только для первой покупки человека?
admin-field-promo_first = Только первая покупка
admin-ask-promo_plans = Для какого тарифа? Нажмите на один или отправьте коды нескольких через пробел. Если пропустить — для всех.
admin-field-promo_plans = Тарифы
admin-ask-promo_length = Для какого срока? Если пропустить — для всех.
admin-field-promo_length = Срок
admin-ask-promo_min = От какой цены? Например, 500. Если пропустить — от любой.
admin-field-promo_min = Наименьшая цена
admin-ask-promo_adds = Складывается ли он с другими скидками? Если нет, действует лучшая.
admin-field-promo_adds = Складывается с другими
admin-ask-promo_renewals = На сколько автоматических продлений он тоже действует?
admin-field-promo_renewals = Продлений
