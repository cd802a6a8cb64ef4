# Клиенты в меню администратора: кто они, их деньги и что с ними делается.
button-admin-customers = Клиенты
button-admin-payments = Платежи
button-admin-withdrawals = Выводы
button-admin-audit = Журнал
button-admin-nobody = неизвестно
button-admin-customer-number = клиент { $id }
button-admin-find = Найти клиента
button-admin-yes-no = { $yes ->
    [yes] Да
   *[no] Нет
}
admin-nothing = Здесь пусто.
admin-customers = <b>Клиенты</b>
    Найдите клиента по номеру, Telegram ID, @имени, части имени, пересланному сообщению или номеру платежа.
admin-form-find_customer = <b>Найти клиента</b>
admin-ask-who_to_find = Кого? Отправьте номер клиента, Telegram ID, @имя, часть имени, номер платежа или перешлите сообщение этого человека.
admin-field-who_to_find = Поиск
admin-found = <b>Найдено</b>
    { $what ->
        [hidden] Этот человек скрывает себя при пересылке сообщений. Попросите у него номер клиента: он указан в его боте в разделе «Ещё».
        [nothing] Ничего не подходит. Для поиска по части имени нужно не меньше двух букв.
       *[several] { $count ->
            [one] { $count } совпадение
            [few] { $count } совпадения
            [many] { $count } совпадений
           *[other] { $count } совпадения
        }. Выберите одно.
    }
button-admin-found = { $kind ->
    [payment] Платёж { $id } · { $amount } · { $name }
    [order] Заказ { $id } · { $name }
   *[customer] { $name } · { $id }
}

# Карточка
admin-customer-name = <b>{ $name }</b> · клиент { $id }
admin-customer-telegram = { $known ->
    [yes] { $name } · Telegram { $id }
   *[no] Кем он был в Telegram, стёрто.
}
admin-customer-since = Язык { $language } · { $zone } · с нами с { $since }
admin-customer-brought-by = Привёл клиент { $id }
admin-customer-campaign = Пришёл по ссылке кампании { $campaign }
admin-customer-blocked = ⛔ В чёрном списке: { $reason }
admin-customer-unreachable = 🔕 Остановил бота: сообщения не доходят.
admin-customer-role = 🛠 Администратор: { $role }
admin-customer-open-ticket = 💬 Открыто обращение { $id }
admin-customer-balance = Баланс: <b>{ $balance }</b>
admin-customer-bonus = – из них бонус: { $amount }
admin-customer-earned = – из них заработано на приглашениях: { $amount }
admin-customer-also = Ещё { $balance }
admin-customer-paid-in = { $paid ->
    [yes] Всего заплатил: { $amount }, последний раз { ON($at) }
   *[no] Ещё не платил.
}
admin-customer-vip = 👑 VIP: скидка { $percent } %
admin-customer-discount = 🏷 Скидка: { $percent } %{ $ends ->
    [yes] {" "}до { $until }
   *[no] {""}
}
admin-subscription = <b>{ $title }</b>{ $trial ->
    [yes] {" "}(пробный)
   *[no] {""}
}: { $status ->
    [activating] ⏳ подключается, до { UNTIL($ends) }
    [active] ✅ до { UNTIL($ends) }
    [grace] ⚠️ закончилась { ON($ends) }, доступ сохраняется до { UNTIL($expires) }
    [expired] закончилась { ON($expires) }
   *[none] ничего не осталось
}
admin-subscription-renewal = { $how ->
    [next] Следующее списание: { $at }, { $amount }, { $source ->
        [method] способ: { $method }
       *[balance] с баланса
    }
    [cancelled] Отменена: не продлевается.
    [on] Автопродление включено, списывать сейчас нечего.
   *[off] Автопродление выключено.
}
admin-subscription-vpn = VPN: { $panels } · { $seen ->
    [yes] последний раз { ON($at) }
   *[no] { $connected ->
        [yes] подключался
       *[no] не подключался
    }
}{ $devices ->
    [no] {""}
   *[other] {" · устройств "}{ $devices }{ $limit ->
        [no] {""}
       *[other] {" из "}{ $limit }
    }
}{ $used ->
    [no] {""}
   *[other] {" · "}{ $used } ГБ{ $of ->
        [no] {""}
       *[other] {" из "}{ $of } ГБ
    }
}
admin-subscription-lags = ⏳ Панель ещё не подтвердила изменения. { $error }
admin-no-subscription = Подписки нет.
admin-last-notice = Последнее сообщение: { $what }, { $at }
button-admin-subscription = ⚙️ { $title }
button-admin-story = Вся история
button-admin-history = История
button-admin-money = Деньги, скидки
button-admin-notices-sent = Что отправлено
button-admin-notices-ahead = Что придёт
button-admin-devices = Устройства
button-admin-growth-of = Друзья, подарки
button-admin-operations = Сделано вручную
button-admin-audit-of = Журнал
button-admin-write = ✉️ Написать
button-admin-block = ⛔ Заблокировать
button-admin-unblock = Разблокировать
button-admin-erase = Забыть человека

# Страницы
admin-history = <b>История</b>
    Что пришло, что списано, что подарено и почему. Сначала новое.
admin-history-empty = <b>История</b>
    Пока ничего.
button-admin-why = Почему −{ $amount } · { $at }?
admin-charge = <b>Почему списано { $amount }</b>
    { $at }
admin-charge-for = За { $plan }, { period }: { $starts } – { $ends }
admin-charge-price = Цена: { $price }{ $known ->
    [yes] {" "}(действует с { $since })
   *[no] {""}
}{ $cheaper ->
    [yes] , для этого человека на { $discount } меньше
   *[no] {""}
}
admin-charge-code = С промокодом { $code }
admin-charge-ordered = Клиент заказал сам: заказ { $id }, { $at }
admin-charge-renewed = Автопродление. { $told ->
    [yes] О нём сообщили { ON($at) }: { $amount }.
   *[no] Записи о предупреждении не сохранилось.
}
admin-charge-paid-by = Оплачено: { $source ->
    [payment] платежом, который пришёл за это: { $method }
   *[balance] с баланса
}
admin-charge-refunded = Из этого возвращено: { $amount }
admin-story = <b>Вся история</b>
    Сначала новое. Подробности — по-английски, как в базе.
admin-story-line = { $at } · <b>{ $what }</b>{ $has_amount ->
    [yes] {" "}{ $amount }
   *[no] {""}
}{ $has_detail ->
    [yes] {" "}– { $detail }
   *[no] {""}
}{ $has_ref ->
    [yes] {" "}· { $ref }
   *[no] {""}
}
admin-story-by-hand = Вручную: { $action }
admin-story-what = { $what ->
    [top-up_ordered] Заказано пополнение
    [ordered] Заказ
    [payment_failed] Платёж не прошёл
    [saved_method_declined] Сохранённый способ отклонён
    [payment_disputed] Платёж оспорен
    [paid_in] Пополнение
    [charged] Списание
    [unused_time_credited] Возвращено неиспользованное время
    [refunded] Возврат
    [payout] Отправлено назад
    [payout_failed] Отправить назад не удалось
    [payout_returned] Отправленное назад вернулось
    [loss] Покрыто магазином
    [dispute_covered] Отозвано банком
    [dispute_won] Банк вернул платёж
    [credit] Деньги зачислены вручную
    [debit] Деньги списаны вручную
    [assignment] Найден платёж
    [reward] Награда
    [welcome] Бонус за первый платёж
    [reward_taken_back] Награда отменена
    [withdrawal] Вывод
    [withdrawal_returned] Выведенное вернулось
    [trial] Пробный период
    [grant] Подарено время
    [gift] Куплен подарок
    [gift_returned] Деньги за подарок возвращены
    [gift_taken] Принят подарок
    [gift_paid] Оплачен подарок
    [prize] Выигрыш в игре
    [prize_days] Выиграны дни
    [reversal] Исправление записи
    [promo] Промокод
    [promo_taken_back] Промокод отменён
    [promo_code] Использован промокод
    [came] Откуда пришёл
    [dice_thrown] Бросок в игре
    [signed_up] Пришёл в магазин
    [access_lags] Панель отстаёт
    [access_confirmed] Доступ, как его видит панель
    [first_connected] Первое подключение
    [access_removed] Доступ убран
    [access_came_late] Доступ пришёл поздно
    [told] Сообщено
    [not_told] Не сообщено
    [not_delivered] Сообщение не доставлено
    [broadcast] Рассылка
    [broadcast_not_sent] Рассылка не отправлена
    [now] Сейчас
   *[other] -
}
admin-notices-sent = <b>Что отправлено</b>
    За последние недели, сначала новое. Сам текст не хранится.
admin-notice-sent = { $at } · { $what }
admin-notices-ahead = <b>Что придёт</b>
    За 30 дней, если ничего не изменится.
admin-notice-ahead = { $at } · { $what }{ $verdict ->
    [send] {""}
    [disabled] {" "}– не уйдёт: выключено
    [opted_out] {" "}– не уйдёт: не хочет таких сообщений
    [unreachable] {" "}– не уйдёт: остановил бота
    [quiet_hours] {" "}– не уйдёт: тихие часы
    [overtaken] {" "}– не уйдёт: его заменит более позднее
    [late] {" "}– не уйдёт: уже поздно
   *[other] {" "}– зависит от того, что будет известно
}
admin-devices = <b>Устройства</b>
    Как сообщили панели; сейчас они спрошены снова.
admin-devices-none = <b>Устройства</b>
    Ни одно устройство не известно. Если панель умеет их показывать, она спрошена: загляните через минуту.
admin-device = { $title } · { $name } · { $panel } · { $seen ->
    [unbinding] отвязывается
    [yes] было { ON($at) }
   *[no] когда было, неизвестно
}
button-admin-device = { $name } · { $panel }
button-admin-all-devices = Все устройства
button-admin-unbind-of = Отвязать устройство: { $title }
admin-growth-of = <b>Друзья и подарки</b>
    Привёл: { $brought }, из них платят: { $paying }. Заработал на этом: { $earned }
admin-gifts-of = Подарки: оплатил { $paid } (ещё не взяты: { $unused }), получил { $taken }
admin-codes-of = Использованные промокоды: { $codes }
admin-methods-of = Сохранённых способов оплаты: { $count }, выводов: { $withdrawals }
admin-operations = <b>Сделано вручную</b>
admin-operation = { $at } · <b>{ $action }</b>{ $has_amount ->
    [yes] {" "}{ $amount }
   *[no] {""}
} – { $outcome }
    { $by }: «{ $reason }»

# Что делается
button-admin-give-time = 🎁 Подарить время
button-admin-change-end = Изменить конец
button-admin-auto-renew = Автопродление
button-admin-cancel-subscription = Отменить
button-admin-refund = Вернуть деньги
button-admin-reverse = Отменить списание
button-admin-resend = Отправить доступ
button-admin-reissue = Новый ключ
button-admin-unbind = Отвязать
button-admin-move = На другую панель
button-admin-revoke = ⛔ Прекратить
button-admin-credit = ➕ Начислить
button-admin-debit = ➖ Снять
button-admin-discount = Скидка
button-admin-discount-off = Убрать скидку
button-admin-vip = Сделать VIP
button-admin-vip-off = Убрать VIP
button-admin-code-use = Вернуть промокод
button-admin-referrer = Кто привёл
button-admin-time = { period }
button-admin-money-kind = { $value ->
    [bonus] Бонусом
   *[cash] Деньгами
}
button-admin-refund-to = { $value ->
    [source] Откуда пришли
   *[balance] На баланс
}
button-admin-period = { $title } · { $starts } · { $left }
admin-form-give_time = <b>Подарить время</b>
admin-form-change_end = <b>Изменить конец</b>
admin-form-auto_renew = <b>Автопродление</b>
admin-form-cancel_subscription = <b>Отменить подписку</b>
    Оплаченное остаётся, продления не будет.
admin-form-revoke_access = <b>Прекратить подписку сейчас</b>
    Доступ отключится сразу. Деньги не возвращаются: для этого есть «Вернуть деньги».
admin-form-credit_money = <b>Начислить деньги</b>
    За счёт магазина. Бонус тратится первым и никогда не выплачивается.
admin-form-debit_money = <b>Снять деньги с баланса</b>
admin-form-refund_period = <b>Вернуть деньги</b>
    Время, которое было на них куплено, тоже уйдёт.
admin-form-reverse_charge = <b>Отменить списание</b>
    Остаток вернётся на баланс, а его время закончится.
admin-form-block_customer = <b>Чёрный список</b>
    Этому человеку больше ничего не продаётся. Оплаченное действует до конца, баланс остаётся его.
admin-form-unblock_customer = <b>Убрать из чёрного списка</b>
admin-form-erase_customer = <b>Забыть человека</b>
    Имя, Telegram ID, сообщения и сохранённые карты стираются без возможности вернуть. Подписка действует до конца.
admin-form-discount = <b>Скидка на всё</b>
admin-form-discount_off = <b>Убрать скидку</b>
admin-form-vip_on = <b>Сделать VIP</b>
admin-form-vip_off = <b>Убрать VIP</b>
admin-form-return_code_use = <b>Вернуть использование промокода</b>
admin-form-set_referrer = <b>Кто привёл этого клиента</b>
    Считается для платежей с этого момента.
admin-form-reissue_key = <b>Новый ключ</b>
    Старый адрес и ключи перестанут работать. Клиент получит сообщение и должен будет настроить устройства заново.
admin-form-resend_access = <b>Отправить доступ ещё раз</b>
    Панели получат его ещё раз, клиент – сообщение, где его взять. Ключ остаётся прежним.
admin-form-unbind_device = <b>Отвязать устройство</b>
admin-form-move_access = <b>Перенести на другую панель</b>
    Старый доступ работает, пока не заработает новый. Потом ключ сменится, и клиенту об этом сообщат.
admin-form-write_customer = <b>Написать клиенту</b>
    Придёт как ответ поддержки, и он сможет ответить.
admin-ask-gift_time = Сколько? Выберите или напишите число дней.
admin-field-gift_time = Время
admin-ask-new_end = До какого числа? Например, 31.12.2026 или 2026-12-31 18:00, в вашем часовом поясе.
admin-field-new_end = Новый конец
admin-ask-renewal_switch = Продлевать автоматически?
admin-field-renewal_switch = Автопродление
admin-ask-tell_customer = Сообщить об этом клиенту? В сообщении будет причина.
admin-field-tell_customer = Сообщить
admin-ask-money_amount = Сколько? Например, 149 или 99,50, в валюте его баланса.
admin-field-money_amount = Сумма
admin-ask-money_kind = Деньгами или бонусом?
admin-field-money_kind = Как
admin-ask-refund_of = За какой оплаченный период? Сумма – то, что от него осталось.
admin-field-refund_of = Период
admin-ask-refund_part = Сколько? Пропустите, чтобы вернуть всё возможное.
admin-field-refund_part = Сумма
admin-ask-refund_to = Куда?
admin-field-refund_to = Куда
admin-ask-ends_renewal = Если возвращается всё, что было оплачено последним: отменить и подписку?
admin-field-ends_renewal = Отменить
admin-ask-percent_off = Сколько процентов, от 1 до 99?
admin-field-percent_off = Процентов
admin-ask-discount_end = До какого числа? Например, 31.12.2026. Пропустите, чтобы она действовала, пока её не уберут.
admin-field-discount_end = До
admin-ask-code_used = Какой промокод?
admin-field-code_used = Промокод
admin-ask-brought_by = Кто? Номер клиента, @имя или пересланное сообщение; подойти должен только один человек. Пропустите, если никто.
admin-field-brought_by = Кто
admin-ask-typed_number = Это нельзя отменить. Чтобы продолжить, напишите номер клиента.
admin-field-typed_number = Клиент
admin-ask-device_to_unbind = Какое устройство?
admin-field-device_to_unbind = Устройство
admin-ask-move_to = Откуда и куда? Выключенные панели не предлагаются.
admin-field-move_to = Перенос
admin-ask-message_text = Что вы хотите сказать? Не больше 1800 символов.
admin-field-message_text = Сообщение

# Что из этого выйдет
admin-operation-will = { $happens ->
    [yes] 👉 <b>Что произойдёт:</b>
   *[no] ⚠️ <b>Не получится:</b>
}
admin-operation-done = { $happens ->
    [yes] ✅ <b>Сделано:</b>
   *[no] ⚠️ <b>Не сделано:</b>
}
admin-outcome = { $outcome ->
    [extended] время добавлено
    [shortened] конец раньше
    [unchanged] так и было
    [end_changed] ничего: конец подписки с тех пор изменился. Посмотрите ещё раз
    [out_of_range] такое время невозможно (в прошлом или больше десяти лет)
    [no_subscription] подписки нет
    [unknown_subscription] такой подписки нет
    [several_subscriptions] подписок несколько: выберите одну
    [on] автопродление включено
    [off] автопродление выключено
    [nothing_to_renew] продлевать нечего
    [cancelled] отменена, действует до конца
    [already_cancelled] уже отменена
    [not_active] не действует
    [revoked] подписка заканчивается сейчас
    [credited] деньги на балансе
    [debited] деньги сняты
    [insufficient_funds] на балансе не хватает
    [amount_out_of_range] такая сумма невозможна
    [refunded] деньги возвращаются
    [not_paid] за это не платили
    [already_refunded] всё уже возвращено
    [exceeds_charge] больше, чем осталось от оплаты
    [exceeds_payments] столько нельзя вернуть туда, откуда пришло: остаток верните на баланс
    [no_such_charge] этим не оплачен никакой период
    [sending] деньги удержаны и отправляются назад
    [already_returned] всё уже отправлено назад
    [exceeds_payment] больше, чем осталось от платежа
    [whole_only] эта платёжная система возвращает платежи только целиком
    [unknown_payment] такого платежа нет
    [blocked] в чёрном списке
    [already_blocked] уже в чёрном списке
    [is_admin] администратора нельзя заблокировать: сначала снимите роль
    [unblocked] убран из чёрного списка
    [not_blocked] в чёрном списке его нет
    [erased] забыт
    [unknown] такого нет, или человек стёрт
    [set] установлено
    [removed] убрано
    [no_discount] её нет
    [refused] это невозможно
    [returned] возвращено
    [not_used] этот промокод не использован для покупки
    [unknown_user] такого клиента нет
    [is_himself] никто не приводит сам себя
    [is_a_cycle] они привели бы друг друга
    [reissued] ключ новый
    [too_soon] последней замене меньше пяти минут
    [unbound] устройство отвязано
    [unbinding] панель отвязывает
    [not_bound] уже не привязано
    [not_listed] ни одна панель этого клиента так не умеет
    [moving] переносится
    [not_there] на той панели его нет
    [is_there] уже там
    [no_such_panel] такой панели нет
    [resent] отправлено
    [sent] отправлено
    [already_sent] уже отправлено раньше
    [already_failed] уже не получилось раньше
    [not_sent] не отправлялось
    [failed] не получилось, деньги снова у клиента
    [wrong_length] сообщение пустое или слишком длинное
    [user_is_gone] человек стёрт
    [assigned] деньги у клиента
    [already_resolved] об этом уже решено
    [disputed] банк плательщика забрал эти деньги, или спор ещё открыт: сейчас возвращать нечего
    [approved] одобрено
    [needs_second] одобрено вами; для такой суммы нужен второй администратор
    [rejected] отказано, деньги снова у человека
    [shown] реквизиты придут отдельным сообщением на десять минут
    [no_requisites] реквизиты не нужны: выплачивает платёжная система
    [own] свой вывод не одобряют
    [owes] банк отозвал платёж этого человека, и он ещё не возмещён
    [by_provider] о результате сообщает платёжная система
    [requested] ждёт одобрения
    [paid] выплачено
   *[other] { $outcome }
}
admin-result-amount = Сумма: { $amount }
admin-result-balance = Баланс: { $balance }
admin-result-ends = Оплачено до: { $ends }
admin-result-ends-before = Оплачено до: { $ends }, было: { $was }
admin-result-renews = { $renews ->
    [yes] Будет продлеваться.
   *[no] Продлеваться не будет.
}
admin-result-percent = Скидка { $percent } %
admin-result-refundable = Возможно: { $amount }
admin-result-why = Почему: { $why }

# Платежи
admin-payments = <b>Платежи</b>
    { $what ->
        [some] Только: { $narrowed }
       *[all] Сначала новые.
    }{ $count ->
        [0] {" "}Их нет.
       *[other] {""}
    }
button-admin-payment = { $at } · { $amount } · { $name }{ $back ->
    [yes] {" ↩️"}
   *[no] {""}
}
button-admin-find-payment = Найти платёж
button-admin-suspense = Кто платил?
button-admin-refunds-to-send = К отправке
admin-form-find_payment = <b>Найти платёж</b>
admin-ask-payment_to_find = Какой? Отправьте сумму (149), день (31.12.2026), платёжную систему (crypto_pay), номер платежа или заказа, её номер списания или чей он.
admin-field-payment_to_find = Поиск
admin-payment = <b>Платёж { $id }: { $amount }</b>
    { $name } · { $provider } · { $at }
    <code>{ $charge }</code>
admin-payment-credited = Зачислено: { $credited }{ $known ->
    [yes] , платёжная система удержала { $fee }
   *[no] {""}
}
admin-payment-for = За что: { $kind ->
    [none] на баланс
    [topup] пополнение, заказ { $order }
    [gift] подарок, заказ { $order }
   *[other] { $plain ->
        [yes] заказ { $order }
       *[no] { $plan }, заказ { $order }
    }
}
admin-payment-sent-back = Отправлено назад: { $amount }
admin-payment-sending = На пути назад: { $amount }
admin-payment-refundable = Ещё можно отправить назад: до { $amount }, сколько есть на балансе
admin-payment-dispute = ⚖️ Банк плательщика требует деньги назад: { $status }
admin-payment-suspense = ⚠️ Чей это платёж, неизвестно: { $why }. Узнайте в платёжной системе, кто платил, и отдайте клиенту или верните.
button-admin-to-customer = Клиент
button-admin-to-charge = Что на него куплено
button-admin-send-back = Отправить назад
button-admin-assign = Отдать клиенту
button-admin-return = Его вернули
admin-form-send_back = <b>Отправить деньги назад</b>
    Деньги с баланса уйдут обратно в этот платёж. Купленное остаётся: для него есть «Вернуть деньги».
admin-form-assign_payment = <b>Чей это платёж?</b>
admin-form-return_payment = <b>Платёж вернули</b>
    Сначала верните его в кабинете платёжной системы; здесь это записывается.
admin-ask-payer = Чей? Номер клиента, @имя или пересланное сообщение; подойти должен только один человек.
admin-field-payer = Клиент
admin-suspense = <b>Кто платил?</b>
    { $count ->
        [0] У каждого платежа известен плательщик.
       *[other] Деньги без известного плательщика, сначала те, что ждут дольше.
    }
admin-refunds-to-send = <b>Возвраты к отправке</b>
    { $count ->
        [0] Ничего не ждёт.
       *[other] Где платёжная система не отправляет сама: отправьте в её кабинете и отметьте здесь.
    }
admin-refund-to-send = { $id } · { $amount } · { $provider } · ждёт с { $since }
    <code>{ $charge }</code>
button-admin-settle-refund = { $id } · { $amount }
button-admin-refund-number = Возврат { $id }
button-admin-refund-outcome = { $value ->
    [sent] Отправлен
    [failed] Отправить нельзя
   *[returned] Вернулся
}
admin-form-settle_refund = <b>Что стало с возвратом?</b>
admin-ask-refund_outcome = Что с ним стало?
admin-field-refund_outcome = Итог

# Выводы
admin-withdrawals = <b>Выводы</b>
    { $which ->
        [open] Те, что ждут, сначала самые срочные.
       *[settled] Завершённые, сначала новые.
    }{ $count ->
        [0] {" "}Их нет.
       *[other] {""}
    }
button-admin-withdrawal = { $late ->
    [yes] {"⏰ "}
   *[no] {""}
}{ $amount } · { $name } · { $state }
button-admin-withdrawals-settled = Завершённые
button-admin-withdrawals-open = Ждут
admin-withdrawal = <b>Вывод { $id }: { $amount }</b> · { $name }
admin-withdrawal-way = { withdraw-way } { $masked }
admin-withdrawal-status = Состояние: { withdrawal-status }
admin-withdrawal-times = Запрошен { ON($at) } · { $settled ->
    [yes] завершён { ON($ended) }
   *[no] обещан до { $due }
}
admin-withdrawal-earned = Заработано: { $earned }, наград: { $rewards } · выплачено раньше: { $paid }
admin-withdrawal-approvers = Одобрили: { $count }
admin-withdrawal-why = Причина: { $reason }
admin-withdrawal-error = ⚠️ Платёжная система: { $error }
button-admin-approve = Одобрить
button-admin-reject = Отказать
button-admin-requisites = Показать реквизиты
button-admin-was-paid = Выплачено
button-admin-not-paid = Выплатить нельзя
admin-form-approve_withdrawal = <b>Одобрить вывод</b>
admin-form-reject_withdrawal = <b>Отказать в выводе</b>
admin-form-show_requisites = <b>Показать, куда платить</b>
    Кто видит реквизиты, может отправить деньги. Это записывается.
admin-form-withdrawal_paid = <b>Вывод выплачен</b>
admin-form-withdrawal_failed = <b>Выплатить нельзя</b>
admin-ask-refusal_reason = Почему? Выберите или напишите на языке человека: он это прочитает.
admin-field-refusal_reason = Причина
admin-ask-approval_note = Заметка для журнала? Можно пропустить.
admin-field-approval_note = Заметка
admin-ask-payment_proof = Чем это подтверждается? Например, номер перевода.
admin-field-payment_proof = Подтверждение

# Журнал
admin-audit = <b>Кто что менял</b>
    { $by ->
        [all] Всё, и то, что магазин делал сам.
        [hand] Что делали люди.
       *[other] Только: { $narrowed }
    } Сначала новое.
admin-audit-of = <b>Журнал этого клиента</b>
    Сначала новое.
admin-audit-line = { $at } · <b>{ $action }</b>
    { $by } · { $subject }{ $changed ->
    [yes] {" · "}{ $changes }
   *[no] {""}
}{ $why ->
    [yes] {" · "}«{ $reason }»
   *[no] {""}
}
admin-audit-choose = <b>Кто что менял</b>
    Выберите, что показать.
button-admin-audit-by-hand = Люди
button-admin-audit-all = Всё
button-admin-audit-who = Кто
button-admin-audit-about = О чём
button-admin-audit-what = Что сделано
