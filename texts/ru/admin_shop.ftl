# Сам магазин в меню администратора: настройки, тексты, тарифы и цены, панели, что застряло.
button-admin-settings = Настройки
button-admin-texts = Тексты
button-admin-incident = Авария
button-admin-catalog = Тарифы, цены
button-admin-panels = Панели
button-admin-stuck = Застряло
button-admin-change = Изменить
button-admin-switch = { $on ->
    [yes] Выключить: { $name }
   *[no] Включить: { $name }
}
admin-amount = { $amount }
admin-changed = { $outcome ->
    [changed] ✅ Изменено.
    [unchanged] Так и было.
   *[other] ⚠️ Этого больше нет.
}
admin-value-none = не задано
admin-flag = { $on ->
    [yes] включено
   *[no] выключено
}
admin-choice = { $choice ->
    [percent] процент с каждого платежа
    [sum] сумма за первый платёж
    [days] дни за первый платёж
    [when_opened] сразу, как начался спор
    [when_lost] когда спор проигран
   *[never] никогда
}

# Настройки
admin-settings = <b>Настройки</b>
    То, что решаете вы. У всего остального есть значение, которое подходит большинству магазинов: найдите его поиском.
admin-all-settings = <b>Все настройки</b>
admin-settings-found = { $count ->
    [0] Ничего не нашлось. Попробуйте другое слово.
    [one] <b>Найдена { $count } настройка</b>
    [few] <b>Найдено { $count } настройки</b>
   *[many] <b>Найдено { $count } настроек</b>
}
button-admin-find-setting = 🔎 Поиск
button-admin-all-settings = Все настройки
button-admin-providers = Способы оплаты
button-admin-notice-rules = Напоминания
button-admin-add-channel = Добавить канал
button-admin-remove-channel = Убрать { $title }
admin-setting-now = Сейчас: <b>{ $value }</b>
admin-setting-default = Обычно: { $value }
admin-setting-then = Станет: <b>{ $value }</b>
admin-form-setting = <b>Изменить настройку</b>
admin-ask-setting_value = Новое значение? Суммы пишите как обычно: 149 или 149.50; где нужна валюта — 149 RUB.
admin-field-setting_value = Новое значение
admin-ask-setting_language = На каком языке?
admin-field-setting_language = Язык
admin-form-find_setting = <b>Поиск по настройкам</b>
admin-ask-setting_query = Что ищете? Хватит одного слова: пробный, возврат, тихие.
admin-field-setting_query = Поиск
admin-form-channel = <b>Добавить канал</b>
    В него нужно вступить тем, кто хочет пробный период или покупает впервые.
admin-ask-channel = Какой канал? Его @имя, ссылка или пересланное из него сообщение. Сначала сделайте бота администратором канала.
admin-field-channel = Канал
admin-form-channel_gone = <b>Убрать канал</b>
admin-no-such-channel = Telegram не знает такого канала, или бота в нём нет.
admin-bot-is-not-there = Бота там нет: сначала добавьте его.
admin-bot-is-no-admin = Бот там не администратор: тогда Telegram не говорит, кто подписан, и проверка не работает.
admin-channel-has-no-link = У канала нет @имени и ссылки-приглашения: дайте боту право приглашать.

# Каждая настройка: её название, затем что она меняет.
admin-setting-currency = Валюта
    Цен и балансов, три буквы, например RUB. Сначала у тарифов должны быть цены в ней. У кого есть подписка или деньги, тот остаётся при своей валюте.
admin-setting-timezone = Часовой пояс
    Тех, кто свой не выбрал, для тихих часов; и день магазина в отчётах. Название вроде Europe/Moscow.
admin-setting-languages = Языки
    Из которых можно выбрать, в этом порядке; первый — для тех, кто не говорит ни на одном. Коды: en ru de kk uz ar tg fa.
admin-setting-support_url = Ссылка на поддержку
    Куда ведут кнопки поддержки и страница: https://t.me/..., mailto:... или другой адрес. Не задано: к обращениям в боте.
admin-setting-contact_url = Связь без Telegram
    Для тех, у кого Telegram не открывается: mailto:... или адрес вне Telegram.
admin-setting-trial_plan = Тариф пробного периода
    Что даёт бесплатный период. Меняет только следующие.
admin-setting-trial_hours = Длина пробного периода
    В часах. Меняет только следующие.
admin-setting-terms = Правила
    Ваши условия: адрес (https://...) или сам текст, на каждом языке. Их показывает /terms.
admin-setting-terms_version = Версия правил
    Задайте — и каждый один раз примет правила перед следующим пробным периодом или покупкой; другая версия спросит снова. Не задано: никого не спрашивают.
admin-setting-required_channels = Обязательные каналы
    В них нужно вступить тем, кто хочет пробный период или покупает впервые. Кто уже платил, того не спрашивают.
admin-setting-incident = Авария
    Что написано над меню, пока что-то не работает.
admin-setting-grace_hours = Отсрочка после конца
    Сколько часов доступ остаётся после конца периода, который не продлили.
admin-setting-order_minutes = Сколько ждёт заказ
    Минуты, на которые заказ сохраняет цену. Деньги, пришедшие позже, попадут на баланс.
admin-setting-charge_attempts = Попытки с карты
    Сколько раз пробуем сохранённые карты для одного продления.
admin-setting-charge_hold_hours = Ожидание банка
    Сколько часов доступ остаётся после конца, пока банк не ответил.
admin-setting-delivery_hours_new = Возврат новым
    Через сколько часов без доступа новая покупка возвращается на баланс.
admin-setting-delivery_hours_renewal = Возврат при продлении
    То же для тех, у кого доступ уже есть.
admin-setting-late_delivery_minutes = Поздний доступ
    Если доступ пришёл позже, чем через столько минут, потерянное время добавляется.
admin-setting-subscriptions_per_user = Подписок на человека
    Сколько их может быть у одного одновременно.
admin-setting-gift_days = Подарки ждут
    Сколько дней подарок можно принять. Потом деньги вернутся плательщику.
admin-setting-gift_attempts = Неверные ссылки подарков
    Сколько один человек может открыть за день, прежде чем для него не откроется ни одна.
admin-setting-gift_attempts_of_all = Неверные ссылки у всех
    Сколько все вместе могут открыть за час, прежде чем включится защита.
admin-setting-game_days = Пауза в игре
    Дней между двумя бросками.
admin-setting-page_update_hours = Обновление в приложениях
    Как часто приложения VPN перечитывают подписку, в часах.
admin-setting-quiet_from = Начало тихих часов
    Час, с которого напоминания ждут. Равно концу: тихих часов нет.
admin-setting-quiet_to = Конец тихих часов
    Час, когда отправляются ждавшие напоминания.
admin-setting-support_chat = Группа поддержки
    Номер группы, где отвечает поддержка; бот должен в ней быть. Не задано: обращения приходят администраторам в личные чаты.
admin-setting-channel_check_minutes = Проверка каналов
    Сколько минут верим, что человек состоит в обязательном канале.
admin-setting-ticket_reopen_hours = Обращения открываются снова
    Сколько часов после закрытия сообщение снова открывает обращение.
admin-setting-keep_tickets_days = Хранение обращений
    Через сколько дней закрытые обращения удаляются.
admin-setting-topup_presets = Суммы пополнения
    Которые предлагаются кнопками, по валютам: 250 RUB, 750 RUB. У валюты, которой здесь нет, их нет.
admin-setting-topup_min = Наименьшее пополнение
    Меньше не принимается, по валютам: 100 RUB. Валюта, которой здесь нет: её наименьшая цена.
admin-setting-topup_max = Наибольшее пополнение
    Больше за раз не принимается, по валютам: 100000 RUB. Валюта, которой здесь нет: сто её наибольших цен.
admin-setting-lowest_price = Наименьшая цена
    Ниже неё не опускает никакая скидка, по валютам: 64 RUB.
admin-setting-vip_percent = Скидка VIP
    Процент со всех цен для тех, кто станет VIP с этого момента.
admin-setting-promo_attempts = Неверные промокоды
    Сколько один человек может перепробовать за час.
admin-setting-promo_attempts_all = Неверные промокоды у всех
    Сколько все вместе могут перепробовать за час.
admin-setting-referral_reward = Награда за приглашение
    Что получает пригласивший. Заработанное раньше не меняется.
admin-setting-referral_sum = Награда: сумма
    За первый платёж приглашённого, не больше его самого, по валютам: 100 RUB. За валюту, которой здесь нет, — ничего.
admin-setting-referral_days = Награда: дни
    Добавляются к подписке пригласившего.
admin-setting-referral_hold_days = Награды ждут
    Дней, прежде чем награду можно потратить, на случай возврата платежа.
admin-setting-referral_second_percent = Второй уровень
    Процент с каждого платежа тому, кто привёл пригласившего; 0 — ничего.
admin-setting-referral_trial_hours = Пробный по приглашению
    Часы пробного периода для пришедших по ссылке; 0 — как у всех.
admin-setting-referral_welcome = Приветственный бонус
    С первым платежом приглашённого, по валютам: 50 RUB. За валюту, которой здесь нет, — ничего.
admin-setting-withdrawal_min = Наименьший вывод
    По валютам: 500 RUB. Валюта, которой здесь нет, не выводится.
admin-setting-withdrawal_second_approver_above = Два одобрения свыше
    Свыше какой суммы вывод одобряют двое, по валютам: 10000 RUB.
admin-setting-withdrawal_business_days = Обещание о выводе
    За сколько рабочих дней людям обещают деньги.
admin-setting-payout_asset = Выплата в
    Что отправляет Crypto Pay.
admin-setting-dispute_ends_access = Оспоренные платежи
    Когда платёж, который отзывает банк плательщика, завершает то, что за него куплено.
admin-setting-reconcile_hour = Сверка с кассами: час
    Час (UTC), когда списки платёжных систем сверяются с нашими.
admin-setting-reconcile_days = Сверка с кассами: дни
    На сколько дней назад смотрит каждая сверка.
admin-setting-drift_percent = Расхождения панели, процент
    Если на панели отличается больше, сначала смотрит человек.
admin-setting-drift_most = Расхождения панели, число
    То же числом учётных записей.
admin-setting-backup_hours = Время между копиями
    В часах. Если копии нет вдвое дольше, приходит тревога.
admin-setting-keep_job_runs_days = История заданий
    Сколько дней хранятся запуски автоматических заданий.
admin-setting-keep_inbox_days = Обработанные нажатия
    Сколько дней о них помнят.
admin-setting-keep_payment_events_days = Сообщения о платежах
    Сколько дней они хранятся так, как пришли.
admin-setting-keep_orders_days = Неоплаченные заказы
    Сколько дней они хранятся.
admin-setting-keep_broadcasts_days = Получатели рассылок
    Сколько дней хранится, кто что получил; цифры остаются.
admin-setting-keep_audit_days = Журнал
    Сколько дней он хранится; действия людей магазина хранятся всегда.
admin-setting-keep_notices_days = Отправленные уведомления
    Сколько дней помним, кому что сказано.
admin-setting-trials = Пробные периоды
    Выключено: никто не начнёт новый. Идущие продолжаются до конца.
admin-setting-purchases = Продажи
    Выключено: никто не купит и не сменит тариф; бот говорит, что продажи приостановлены. Автопродление работает.
admin-setting-topups = Пополнения
    Выключено: деньги на баланс не принимаются. Те, что уже в пути, зачисляются.
admin-setting-expiry = Завершение подписок
    Выключено: доступ остаётся после конца. Для чрезвычайных случаев.
admin-setting-auto_renewal = Автопродление
    Выключено: ничего не списывается, и о списаниях не пишут. Подписки завершаются в срок.
admin-setting-method_charges = Списания с карт
    Выключено: продления оплачиваются только с баланса.
admin-setting-device_limit = Лимит устройств
    Выключен: устройства сверх лимита тарифа тоже получают ключи. Их считают и показывают.
admin-setting-device_ids = Только с именем устройства
    Включено: приложения, не сообщающие устройство, не получают ключей на тарифах с лимитом устройств.
admin-setting-reminders = Напоминания
    Выключено: напоминания до и после конца не отправляются. Сообщения о деньгах приходят.
admin-setting-company_requests = Предложения компаниям
    Выключено: бот не принимает заявки компаний.
admin-setting-referrals = Приглашения
    Выключено: за приглашения ничего не начисляется. Заработанное остаётся.
admin-setting-gifts = Подарки
    Выключено: купить подарок нельзя. Купленные можно принять и вернуть.
admin-setting-game = Игра
    Выключено: бросать нельзя. Выигранное остаётся.
admin-setting-withdrawals = Выводы
    Выключено: заявки не принимаются. Поданные доводятся до конца.

# Тексты магазина
admin-texts = <b>Тексты магазина</b>
    Их можно написать самим; ✏️ — уже написанные. Изменение видно через полминуты: в боте, в уведомлениях и на странице.
admin-text = <b>{ $title }</b>
admin-text-ours = Наш текст, на всех языках:
admin-text-own = Ваш на языках: { $languages }. Что читают люди:
admin-text-variables = В нём должно быть: { $names }
admin-preview = Вот что прочитают люди:
button-admin-ours-again = Вернуть наш текст
admin-all-languages = Все языки
admin-form-shop_text = <b>Написать текст</b>
admin-ask-shop_text = Новый текст? Оформление Telegram (жирный, курсив, ссылки) сохраняется. {"{brand}"} — название вашего магазина.
admin-field-shop_text = Текст
admin-ask-text_language = На каком языке?
admin-field-text_language = Язык
admin-form-our_text = <b>Вернуть наш текст</b>
toast-admin-text-refused = { $why ->
    [empty] он пуст
    [too_long] он длиннее { $what } символов
    [unknown_variable] { $what } этому тексту неизвестно
    [missing_variable] не хватает { $what }
    [brace] фигурная скобка без пары
    [plain] здесь без оформления и без знаков < > и &
    [one_line] он должен быть в одну строку
    [tag] Telegram не примет здесь { $what }
    [open_tag] { $what } не закрыт
    [control_character] в нём есть невидимые символы
   *[other] этот текст изменить нельзя
}
admin-text-set = { $outcome ->
    [set] ✅ Теперь говорится так.
    [reset] ✅ Наш текст вернулся.
    [unchanged] Так и было.
   *[other] ⚠️ Такого языка нет.
}
admin-text-brand = Название магазина
admin-text-menu-welcome = Приветствие
admin-text-menu-hint-try = Меню: попробовать
admin-text-menu-hint-buy = Меню: купить
admin-text-help = Справка
admin-text-support = Поддержка
admin-text-faq-pay = Вопрос: оплата
admin-text-faq-connect = Вопрос: подключение
admin-text-faq-slow = Вопрос: медленно
admin-text-faq-devices = Вопрос: устройства
admin-text-faq-refund = Вопрос: возврат
admin-text-plans-empty = Ничего не продаётся
admin-text-plans-paused = Продажи на паузе
admin-text-invite-message = Приглашение
admin-text-trial-first-hours = Пробный: первые часы
admin-text-trial-second-day = Пробный: второй день
admin-text-never-connected = Ещё не подключился
admin-text-page-over = Страница: закончилось
admin-text-page-waiting = Страница: подождите

# Авария
admin-incident = <b>Авария</b>
    { $on ->
        [yes] Все читают это над меню:
       *[no] Сейчас ничего не показано. Напишите, что не работает, — и каждый, кто откроет бота, прочитает, что вы знаете.
    }
admin-incident-on = ⚠️ <b>Всем показана авария.</b>
admin-everybody = Для всех
button-admin-set-incident = Написать, что не так
button-admin-clear-incident = Всё работает
admin-form-incident = <b>Авария</b>
admin-ask-incident_language = Для кого?
admin-field-incident_language = Для
admin-ask-incident_text = Что им сказать? Не больше 300 символов.
admin-field-incident_text = Текст
admin-form-no_incident = <b>Авария позади</b>
    Текст исчезнет со всех экранов.
admin-incident-set = ✅ Его прочитает каждый, кто откроет бота.
admin-incident-over = ✅ Текст убран.

# Платёжные системы
admin-providers = <b>Способы оплаты</b>
admin-provider = <b>{ $name }</b>: { $state ->
    [on] включено
    [off] выключено
   *[no_keys] включено, но ни у одной программы нет ключей: никому не предлагается
}
admin-provider-can = Умеет: { $can }
admin-can = { $what ->
    [page] платежи
    [close] закрывать счета
    [fetch] узнавать о платеже
    [refund] возвраты
    [saved_method] сохранённые карты
    [subscription] подписки
    [payout] выплаты
    [list] список платежей
    [limits] свои пределы
   *[dispute] споры
}
admin-provider-limits = Принимает от { $least } до { $most }
admin-provider-rate = Курс: { $amount } = { $paid }
admin-provider-webhook = Последнее сообщение: { $at }
admin-provider-today = Сегодня: { $sums }
admin-form-provider = <b>Способ оплаты</b>
admin-switch-provider = { $on ->
    [yes] { $name } снова предлагается.
   *[no] { $name } больше не предлагается, и сохранённые с ним карты не списываются. Деньги в пути зачислятся.
}

# Напоминания и уведомления
admin-notice-rules = <b>Напоминания</b>
    Что магазин говорит сам, когда, и скольким придёт за сутки.
admin-rule = { $on ->
    [yes] 🔔
   *[no] 🔕
} <b>{ $name }</b>, { $when }: { $due }
admin-rule-when = { $side ->
    [before] за
   *[after] через
} { $count } { $unit ->
    [day] дн.
   *[hour] ч
} { $side ->
    [before] до
   *[after] после
} { $anchor ->
    [start] начала
    [end] конца периода
   *[access_end] конца доступа
}
admin-rule-at-once = сразу
admin-rule-name = { $rule ->
    [never_connected] Ещё не подключился
    [trial_6h] Пробный: первые часы
    [trial_48h] Пробный: второй день
    [trial_ends] Пробный кончается
    [ending] Подписка скоро кончится
    [ends_24h] За день до конца
    [ends_3h] За часы до конца
    [win_back_1d] Возвращайтесь
    [win_back_3d] Возвращайтесь, ещё раз
    [win_back_7d] Возвращайтесь, последнее
    [announced] Скоро списание
    [price_risen] Цена растёт
    [short] Не хватает денег
    [grace] Отсрочка
    [unavailable] Больше не продаётся
    [renewed] Продлено
    [ended] Закончилась
    [trial_ended] Пробный закончился
    [traffic_low] Мало трафика
    [traffic_used] Трафик кончился
   *[other] Другое уведомление
}
admin-rule-always = Оно о деньгах или конце доступа, поэтому отправляется всегда.
admin-rule-event = Оно отправляется, когда это происходит.
button-admin-rule-time = Другое время
admin-form-rule_on = <b>Напоминание</b>
admin-switch-rule = { $on ->
    [yes] «{ $name }» теперь отправляется. За сутки придёт: { $due }
   *[no] «{ $name }» больше не отправляется. За сутки пришло бы: { $due }
}
admin-form-rule_time = <b>Время напоминания</b>
admin-rule-time-now = «{ $name }» отправляется { $when }.
admin-rule-time-then = Станет: { $when }. Действует для моментов, которые ещё впереди.
admin-ask-rule_side = До или после?
admin-field-rule_side = Когда
admin-rule-side = { $side ->
    [before] до
   *[after] после
}
admin-ask-rule_hours = Сколько часов? 72 — это три дня.
admin-field-rule_hours = Часов

# Тарифы
admin-catalog = <b>Тарифы и цены</b>
admin-plan = <b>{ $title }</b> ({ $code }), { $state ->
    [sold] продаётся
    [renewed] только для тех, у кого он есть
   *[ended] не продаётся и не продлевается
}{ $trial ->
    [yes] , тариф пробных
   *[no] {""}
}: есть у { $subscribers }, автопродление у { $renewing }
admin-plan-title = { $title }
button-admin-plan-title = { $title }
admin-plan-titles = Название: { $titles }
admin-plan-benefits = В одну строку: { $benefits }
admin-plan-gives = Устройства: { $devices ->
    [none] без ограничения
   *[some] { $count }
}
    Трафик: { $traffic ->
        [none] без ограничения
       *[some] { $gigabytes } ГБ, счёт заново: { admin-reset }
    }
    Панелей: { $panels }, где: { $places ->
        [any] где угодно
       *[some] { $places }
    }
admin-reset = { $reset ->
    [period] каждый период
    [month] каждый месяц
   *[never] никогда
}
admin-unlimited = без ограничения
admin-no-prices = У него нет цены, поэтому он никому не предлагается.
admin-price-line = { $length }: <b>{ $amount }</b>{ $planned ->
    [yes] {" "}с { $at }
   *[no] {""}
}
admin-plan-keeps = { $keeps ->
    [yes] У кого он без перерыва, тот платит столько, сколько в начале.
   *[no] У кого он есть, тот платит новую цену со следующего продления.
}
button-admin-new-plan = Новый тариф
button-admin-price = Новая цена
button-admin-plan-gives = Что даёт
button-admin-plan-words = Слова
button-admin-retire = Не продавать
button-admin-sell-again = Снова продавать
admin-touches = Есть у { $subscribers }, из них автопродление у { $renewing }.
admin-touches-keeping = Останутся при своей цене: { $count }
admin-next-charge = Списаний за 30 дней: { $count }, первое { $at }
admin-form-new_plan = <b>Новый тариф</b>
admin-ask-plan_code = Короткий код латиницей: basic, family. Люди его не видят.
admin-field-plan_code = Код
admin-ask-plan_title = Как он называется? (По-английски или так, как прочитают все.)
admin-field-plan_title = Название
admin-ask-plan_benefits = Чем он хорош, в одну строку?
admin-field-plan_benefits = В одну строку
admin-ask-plan_devices = На скольких устройствах сразу? Число или без ограничения.
admin-field-plan_devices = Устройства
admin-ask-plan_gigabytes = Сколько ГБ трафика? Число или без ограничения.
admin-field-plan_gigabytes = ГБ трафика
admin-ask-plan_reset = Когда трафик считается заново?
admin-field-plan_reset = Счёт заново
admin-plan-added = { $outcome ->
    [added] ✅ Тариф есть. Он продаётся, как только у него появится цена.
   *[exists] ⚠️ Тариф с таким кодом уже есть.
}
admin-form-plan_gives = <b>Что даёт тариф</b>
    Действует для того, что купят или продлят с этого момента. У кого тариф есть, тот до конца периода остаётся при купленном.
admin-plan-changed = { $outcome ->
    [changed] ✅ Действует для того, что купят или продлят с этого момента.
    [unchanged] Так и было.
   *[other] ⚠️ Тарифа больше нет.
}
admin-form-plan_words = <b>Слова тарифа</b>
admin-ask-plan_language = На каком языке?
admin-field-plan_language = Язык
admin-form-retire_plan = <b>Не продавать тариф</b>
admin-ask-plan_retired = Кому?
admin-field-plan_retired = Кому
admin-retire = { $whom ->
    [new] Только новым
   *[all] Никому
}
admin-retire-then = { $whom ->
    [new] У кого он есть, тот продлевает его как прежде. Больше его никто не купит.
   *[all] У кого он есть, тот пользуется им до конца периода, узнаёт об этом за три дня, и больше с него не списывается.
}
admin-retire-trial = Он остаётся тарифом пробных периодов: см. настройки.
admin-retired = { $outcome ->
    [retired] ✅ Больше не продаётся.
   *[other] ⚠️ Тарифа больше нет.
}
admin-form-sell_again = <b>Снова продавать тариф</b>
admin-form-price = <b>Новая цена</b>
admin-ask-price_length = Для какого срока? Другой — так: 3 мес или 90 дней.
admin-field-price_length = Срок
admin-ask-price_amount = Сколько? Как обычно: 149 или 149.50.
admin-field-price_amount = Цена
admin-ask-price_from = С какого времени? Сразу или день, например 31.12.2026.
admin-field-price_from = С
admin-ask-price_keep = Те, у кого тариф уже есть?
admin-field-price_keep = Клиенты
admin-keep = { $keep ->
    [yes] Платят старую
    [before] Как обещано раньше
   *[no] Платят новую
}
admin-keep-ends = ⚠️ Клиентам этого тарифа обещана цена, с которой они начинали. Обещание закончится для всех сроков тарифа: при следующем продлении они платят столько же, сколько все.
admin-at-once = сразу
admin-from = с { $at }
admin-wrong-length = напишите так: 3 мес или 90 дней
admin-wrong-amount = это не сумма в этой валюте
admin-wrong-day = напишите день так: 31.12.2026
admin-day-is-over = этот день не в будущем
admin-price-change = { $old } → <b>{ $new }</b>
admin-paid-then = Вместе они платят { $before } сейчас и не больше { $after } потом.
admin-dearer-is-told = Ни одно продление от этого не прервётся: кто платит больше, узнаёт за семь дней, и три дня после этого с него не списывается.
admin-price-set = { $outcome ->
    [changed] ✅ Цена установлена.
    [unchanged] Такая цена и была.
    [in_the_past] ⚠️ Это время прошло: ничего не изменено.
    [amount_out_of_range] ⚠️ Цена больше нуля.
   *[other] ⚠️ Тарифа больше нет.
}

# Панели
admin-panels = <b>Панели VPN</b>
admin-panel = { $state ->
    [on] 🟢
    [off] ⚪️
    [draining] 🟡
    [version] 🟠
   *[down] 🔴
} <b>{ $name }</b> ({ $country }): { $accesses } из { $capacity }{ $state ->
    [on] {""}
    [off] , новых клиентов не получает
    [draining] , освобождается
    [version] , незнакомая версия: ничего не записывается
   *[down] , не отвечает
}
admin-panel-error = Она говорит: { $error }
admin-panel-reissues = Осталось новых ключей: { $count }
admin-panel-facts = { $kind } { $version }, { $url }
    Доля: { $weight }
admin-panel-probed = Отвечала: { $at }
admin-panel-unconfirmed = Панель не приняла: { $count }
admin-panel-drift = Не так, как должно быть: { $count }
admin-panel-key = С ней ещё не было связи. Впишите её ключ в PANEL_KEYS программы listener (или в PANEL_KEYS_FILE) под именем { $panel }, затем проверьте её. Ключи через этот чат не передаются.
admin-panel-check = Проверка { $at }: { $state ->
    [passed] ✅ пройдена
    [failed] ❌ не пройдена
   *[running] ⏳ идёт
}
admin-panel-step = { $failed ->
    [yes] ❌ { $step }: { $error }
   *[no] ✅ { $step }
}
button-admin-add-panel = Добавить панель
button-admin-reissue-all = Новые ключи всем ({ $count })
button-admin-reissue-keys = Новые ключи ({ $count })
button-admin-acknowledge = Разрешить версию
button-admin-check-panel = Проверить
button-admin-edit-panel = Страна, доля, места
button-admin-drain = Освободить
button-admin-fill = Не освобождать
button-admin-scan = Сравнить
button-admin-reapply = Послать всё снова
button-admin-reconcile = Исправить расхождения
admin-form-add_panel = <b>Добавить панель</b>
admin-ask-panel_code = Короткое имя для неё, латиницей: de1.
admin-field-panel_code = Имя
admin-ask-panel_kind = Что это за программа?
admin-field-panel_kind = Программа
admin-ask-panel_url = Её адрес, https://... Без пароля: ключ вписывается в настройки программы listener.
admin-field-panel_url = Адрес
admin-ask-panel_country = В какой стране? Две буквы, например DE.
admin-field-panel_country = Страна
admin-panel-added = { $outcome ->
    [added] ✅ Она есть и пока не получает клиентов. Впишите её ключ в PANEL_KEYS программы listener (или в PANEL_KEYS_FILE) под именем { $panel }, проверьте её здесь и включите.
    [exists] ⚠️ Панель { $panel } уже есть.
   *[has_a_password] ⚠️ В адресе есть пароль: напишите без него.
}
admin-form-edit_panel = <b>Страна, доля, места</b>
admin-ask-panel_weight = Её доля новых клиентов относительно других: 1, 2, ...
admin-field-panel_weight = Доля
admin-ask-panel_capacity = Сколько клиентов самое большее? Число или без ограничения.
admin-field-panel_capacity = Места
admin-form-enable_panel = <b>Новые клиенты на панели</b>
admin-form-check_panel = <b>Проверить панель</b>
admin-check-then = Создаётся, читается, меняется и удаляется пробная учётная запись. Это несколько секунд.
admin-check-asked = ⏳ Проверяется. Откройте панель снова через несколько секунд.
admin-form-acknowledge = <b>Разрешить версию</b>
admin-acknowledge-then = Бот не рассчитан на версию { $version }: он ничего не пишет, пока это не разрешат. После этого проверьте панель.
admin-acknowledged = { $outcome ->
    [acknowledged] ✅ Разрешено. То, что ждало, отправляется.
   *[other] ⚠️ У панели уже другая версия.
}
admin-form-drain_panel = <b>Освободить панель</b>
admin-drain-then = { $drains ->
    [yes] Все { $count } оттуда переезжают на другие панели, частями; у каждого доступ остаётся, пока не заработает новый. Новых клиентов панель не получает.
   *[no] Переезд прекращается. Кто не переехал, остаётся, и панель получает новых клиентов. Там { $count }.
}
admin-drained = { $drains ->
    [yes] ✅ Освобождается: осталось { $count }.
   *[no] ✅ Прекращено. Там { $count }.
}
admin-form-reissue_keys = <b>Новые ключи</b>
admin-reissue-then = { $whose ->
    [one] Все ключи на { $panel } ({ $count }) заменяются, частями.
   *[all] Все ключи на всех панелях ({ $count }) заменяются, частями.
} Каждый клиент получит сообщение; у кого ссылка на страницу, тот получит новый ключ сам, остальным нужно добавить его заново.
admin-reissued = ✅ Началось: осталось { $count }. Ход виден у панели.
admin-form-scan_panel = <b>Сравнить панель</b>
admin-scan-then = Все учётные записи ({ $count }) читаются и сравниваются с тем, что должно быть. Ничего не меняется.
admin-scan-asked = ⏳ Читается. Расхождения появятся у панели.
admin-form-reapply = <b>Послать всё снова</b>
admin-reapply-then = Для панели, которая потеряла своих клиентов или где сменили хост, порт или ключи: все ({ $count }) посылаются снова, частями. Ключи остаются.
admin-reapplied = ✅ Началось: посылается { $count }.
admin-form-reconcile = <b>Исправить расхождения</b>
admin-reconcile-then = Чего не хватает или что отличается, посылается снова; чего быть не должно, удаляется. Чужие учётные записи не трогаются.
admin-reconciled = ✅ Исправится за минуту: { $count }.

# Что застряло
admin-stuck = <b>Что застряло</b>
    Ничего не потеряно: всё это ждёт. Кнопки там, где можно что-то сделать; остальное проходит само или чинится на сервере.
admin-nothing-stuck = ✅ <b>Ничего не застряло.</b>
admin-stuck-line = { $kind ->
    [shop] ⛔️ <b>Магазин остановлен</b>: ничего не отправляется и не списывается.
    [destination] ⏸ <b>{ $subject }</b> на паузе, отстаёт или не отвечает: ждут сообщений: { $count }.
    [lane] 🔁 <b>{ $subject }</b>: доставок, которые не удались несколько раз и повторяются: { $count }.
    [dead] ✉️ <b>{ $subject }</b>: сообщений, от которых отказались: { $count }.
    [parked] 🅿️ <b>{ $subject }</b>: задание пропускает строк, которые не может обработать: { $count }.
    [refused] 🚫 Обращений снаружи, которые не были событиями: { $count } ({ $subject }).
    [brake] 🛑 Тормоз <b>{ $subject }</b>: задержано { $count }, потому что их необычно много.
    [job] ⏰ Задание <b>{ $subject }</b> должно было уже пройти.
    [alarm] 🔔 Тревога <b>{ $subject }</b>
    [access] 🔑 <b>{ $subject }</b> ещё не приняла доступов: { $count }.
   *[drift] 🧩 На <b>{ $subject }</b> не так, как должно быть: { $count }.
}
admin-stuck-detail = { $detail }
admin-stuck-since = Началось: { $at }
button-admin-resume = Послать: { $name }
button-admin-dead = Посмотреть: { $name }
button-admin-unpark = Ещё раз: { $name }
button-admin-release = Пропустить: { $name }
button-admin-open-panel = Панель { $name }
admin-dead = <b>{ $kind }</b>: { $count ->
    [one] { $count } сообщение, от которого отказались
    [few] { $count } сообщения, от которых отказались
   *[many] { $count } сообщений, от которых отказались
}
admin-dead-line = <b>{ $id }</b> · { $subject } · { $at }
    { $reason ->
        [rejected] Отвергнуто окончательно
        [attempts] Не удавалось слишком часто ({ $attempts })
        [prepare] Не удалось подготовить
        [done] Отправлено, но итог не записан: повтор отправит ещё раз
        [unknown] Ни одна программа его не знает
       *[other] От него отказались
    }: { $error }
button-admin-dead-letter = { $id }
button-admin-redrive = Послать снова
button-admin-discard = Удалить
button-admin-redrive-all = Послать все ({ $count })
button-admin-discard-all = Удалить все ({ $count })
admin-form-redrive = <b>Послать снова</b>
admin-redrive-then = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
} вида { $kind } вернётся в очередь. Что больше не верно, будет там отброшено и не отправится.
admin-redriven = ✅ Послано снова: { $count }
admin-form-discard = <b>Удалить</b>
admin-discard-then = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
} вида { $kind } будет удалено и никогда не отправится. Только там, где их никто не ждёт.
admin-discarded = ✅ Удалено: { $count }
admin-form-unpark = <b>Ещё раз</b>
admin-unpark-then = Задание попробует эти строки при следующем запуске. Если причина осталась, они снова отложатся.
admin-unparked = ✅ Ещё раз: { $count }
admin-form-release = <b>Пропустить</b>
admin-release-then = Задержанное произойдёт сейчас, и всё такое же ещё час. Только если их правда должно быть столько.
admin-released = ✅ Пропускается до { UNTIL($until) }.
admin-form-resume = <b>Послать снова</b>
admin-resume-then = Пауза кончается сразу. Если другая сторона не ответит, пауза начнётся сама.
admin-resumed = ✅ Отправляется.
