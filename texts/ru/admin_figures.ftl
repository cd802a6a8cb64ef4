# Показатели, рост и графики.
button-admin-figures = Показатели
button-admin-figures-today = Сегодня
button-admin-figures-yesterday = Вчера
button-admin-figures-month = Этот месяц
button-admin-pictures = Графики
button-admin-growth = Откуда приходят
button-admin-stayed = Кто остаётся
button-admin-owed = Что мы должны
button-admin-campaign = Ссылка для рекламы
button-admin-picture = { $kind ->
    [revenue] Выручка
    [active] Активные и пробные
    [people] Новые люди
   *[mrr] Выручка за 30 дней
} · { $days } дн.
button-admin-series = { $name ->
    [active] Активные
    [trial] На пробном периоде
    [people] Новые люди
   *[first] Первые оплаты
}
button-admin-growth-kind = { $chosen ->
    [yes] {"• "}
   *[no] {""}
}{ $kind ->
    [ad] Реклама
    [ref] Приглашения
    [code] Промокоды
   *[none] Сами
}
admin-money = { $amount }
admin-none = Пока ничего нет.
admin-figures = 📊 <b>{ $span }</b>
admin-figures-people = Новые люди: <b>{ $people }</b>; из них уже заплатили: { $paid } ({ $share } %)
admin-figures-trials = Пробные периоды: <b>{ $trials }</b>; из них уже заплатили: { $paid } ({ $share } %)
admin-figures-sold = Первые оплаты: <b>{ $first }</b> · покупки: <b>{ $purchases }</b> · продления: <b>{ $renewals }</b>
admin-figures-churn = Ушли: <b>{ $ended }</b> из { $before }, активных в начале месяца ({ $share } %)
admin-figures-revenue = Выручка за вычетом комиссий и возвратов: <b>{ $total }</b>
admin-figures-provider = · { $way }: { $net } (оплачено { $received }, комиссии { $fees }, возвращено { $back })
admin-figures-nothing = Деньги не поступали.
admin-figures-now = Сейчас: активных подписок — <b>{ $active }</b> (из них подарены магазином: { $granted }), на пробном периоде — <b>{ $trials }</b>; всего людей: { $people }
admin-figures-mrr = Оплаченные подписки приносят <b>{ $mrr }</b> за 30 дней, { $arpu } на человека.
admin-pictures = <b>Графики</b>
    Каждый приходит отдельной картинкой. Выручка — за вычетом комиссий и возвратов.
admin-picture-failed = ⚠️ График не получился. Попробуйте ещё раз через минуту.
admin-owed = <b>Что должен магазин</b>
admin-owed-line = · { $name ->
    [cash] Балансы людей
    [bonus] Бонусы (тратятся в магазине, не выплачиваются)
    [referral] Заработано приглашениями
    [referral_pending] Заработано приглашениями, ещё не зачислено
    [withdrawal_hold] Открытые выводы
    [refund_hold] Ещё не отправленные возвраты
    [gift_hold] Подарки, которые никто не забрал
    [suspense] Платежи с неизвестным плательщиком
   *[other] Другое
}: <b>{ $amount }</b>{ $people ->
    [0] {""}
    [one] {" · "}{ $people } человек
    [few] {" · "}{ $people } человека
   *[other] {" · "}{ $people } человек
}
admin-stayed = <b>Кто остаётся</b>
    Сколько из впервые купивших в этом месяце имели оплаченную подписку через 1, 2, 3… месяца.
admin-stayed-line = { $month } ({ $people }): { $shares }
admin-growth = <b>Откуда приходят люди</b>
    { $kind ->
        [ad] По ссылкам для рекламы, лучшие сверху.
        [ref] По тем, кто пригласил (номер клиента), лучшие сверху.
        [code] По применённым промокодам, лучшие сверху: всё, что заплатили эти люди.
       *[none] Люди, которые пришли без ссылки.
    }
admin-growth-alone = Без ссылки
admin-growth-line = <b>{ $name }</b>: пришли { $people }, попробовали { $trials }, заплатили { $paying } · выручка { $revenue }, вознаграждения { $rewards }
admin-growth-code = <b>{ $name }</b>: применили { $people }, из них заплатили { $paying } · выручка { $revenue }, скидки { $discounts }, бонусы { $bonus }
admin-form-campaign = <b>Ссылка для рекламы</b>
    Кто придёт по ней, считается под её именем.
admin-ask-campaign = Как называется реклама? До 60 латинских букв, цифр, - и _: например, <code>telegram_may</code>.
admin-field-campaign = Реклама
admin-campaign-made = Вот ссылка:
    <code>{ $link }</code>
admin-figures-counted = Посчитано { ON($at) }.
