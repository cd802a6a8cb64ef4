# Тревоги: что о них узнают админы и что делать. Те же слова — в docs/runbook.md и в аннотациях Prometheus.

button-admin-alarms = Тревоги
admin-alarms = { $count ->
        [0] ✅ <b>Всё в порядке.</b>
       *[other] <b>Что не так</b>
    }
admin-alarms-recent = За неделю:
admin-alarms-over = Прошло
admin-alarms-since = С { $at }
admin-alarms-lasted = { $from } – { $to }
admin-alarms-flaps = То появляется, то проходит: { $times } раз за час
admin-alarms-do = Что делать:
admin-alarms-follow = { $count ->
        [one] Из этого следует ещё { $count }:
        [few] Из этого следуют ещё { $count }:
       *[other] Из этого следует ещё { $count }:
    }
admin-alarms-more = { $count ->
        [one] и ещё { $count }
        [few] и ещё { $count }
       *[other] и ещё { $count }
    }
admin-alarms-by = Занимается { $name }
button-admin-on-it = Занимаюсь
toast-admin-acknowledged = Вы занимаетесь: напоминаний больше не будет, остальные увидят ваше имя в течение минуты.
toast-admin-alarm-over = Уже прошло.

admin-alarm-database = База данных не отвечает
admin-alarm-writable = База данных не принимает записи
admin-alarm-migrations = База данных старше программы
admin-alarm-shop = Магазин остановлен: ничего не отправляется и не списывается
admin-alarm-clock = Часы PostgreSQL идут неверно
admin-alarm-pg_cron = Задания не выполняются: ничего не продлевается и не возвращается
admin-alarm-listener = Обработчик очереди не работает: сообщения не уходят, доступ не меняется
admin-alarm-bot = Бот не работает: никто не получает ответа
admin-alarm-telegram = Telegram не принимает бота
admin-alarm-webhook = Обновления Telegram не доходят до магазина
admin-alarm-panels = Не включена ни одна VPN-панель: доступ не выдать
admin-alarm-payment = Оплатить нечем
admin-alarm-page = Страница подписки не работает: приложения не получают серверы
admin-alarm-topic_inbox = Люди не получают ответов
admin-alarm-topic_telegram = Сообщения не отправляются
admin-alarm-topic_vpn =
    { $subject ->
        [main] Доступ на панелях не меняется
       *[other] Доступ на панели { $subject } не меняется
    }
admin-alarm-topic_payment =
    { $subject ->
        [main] Платёжные системы недоступны
       *[other] Платёжная система { $subject } недоступна
    }
admin-alarm-topic = Очередь { $subject } не движется
admin-alarm-job_failing = Задание { $subject } не удаётся
admin-alarm-job_overdue = Задание { $subject } не запускается
admin-alarm-checks_unknown = Часть проверок не дала результата
admin-alarm-rows_parked = Задание пропускает строки, которые не может обработать
admin-alarm-letters_dead = Часть сообщений не удалось доставить
admin-alarm-brake =
    { $subject ->
        [unrenewed] Продление выключено; то, что оно продлило бы, удержано
       *[other] Сработал тормоз { $subject }: сразу больше, чем обычно
    }
admin-alarm-panel_version = У панели версия, которой магазин не знает
admin-alarm-no_panel = Ни на одной панели нет места для купленного
admin-alarm-access_late = Купленный доступ задерживается
admin-alarm-panel_drift = Панель сильно расходится с тем, что подтвердила
admin-alarm-panel_unread = Учётные записи панели давно не прочитаны
admin-alarm-access_taken = Имя доступа занято чужой учётной записью
admin-alarm-grace_unrestricted = Панель не может ограничить доступ на время отсрочки
admin-alarm-invoices_refused = Счета не выставляются
admin-alarm-orders_unbought = Оплаченное не удалось купить
admin-alarm-money_unbooked = Поступившие платежи не проведены
admin-alarm-money_unclear = По платежу нужно решение
admin-alarm-reconciliation = Список платёжной системы расходится с учётом
admin-alarm-lists_unread = Список платёжной системы не прочитан
admin-alarm-bodies_refused = На вебхук пришло то, что не является событием
admin-alarm-offers_lost = У продлеваемых подписок нет цены
admin-alarm-withdrawals_late = Вывод задерживается
admin-alarm-withdrawals_unsettled = Неизвестно, выплачен ли вывод
admin-alarm-payouts_wait = Crypto Pay не может выплатить
admin-alarm-methods_forbidden = Карты нельзя запомнить
admin-alarm-support_unread = В поддержку пишут, а читать некому
admin-alarm-channels_unanswered = Telegram не говорит, кто в обязательном канале
admin-alarm-shop_text = Текст магазина не подходит к своему сообщению
admin-alarm-backups_stopped = Резервные копии больше не делаются
admin-alarm-doctor = На машине магазина что-то не так
admin-alarm-other = { $subject }
admin-alarm-transfers_sum_to_zero = Учёт: проводка не сходится в ноль
admin-alarm-balances_equal_entries = Учёт: баланс не равен сумме записей
admin-alarm-snapshots_equal_entries = Учёт: снимок не равен сумме записей
admin-alarm-keys_name_one_transfer = Учёт: один ключ у двух проводок
admin-alarm-transfers_match_their_hash = Учёт: проводка изменена после записи
admin-alarm-periods_follow_each_other = Периоды пересекаются или идут с пропуском
admin-alarm-grace_is_for_renewals = Доступ длится дольше периода, который не продлевается
admin-alarm-charges_pay_periods = Списание без периода или оплаченный период без списания
admin-alarm-trials_are_given_once = Пробный период выдан дважды
admin-alarm-orders_are_fulfilled_once = Заказ исполнен дважды или не так, как записан
admin-alarm-gifts_are_settled_once = Подарок принят и возвращён или принят дважды
admin-alarm-gift_hold_equals_gifts = Отложенное на подарки не равно их цене
admin-alarm-prizes_are_given_once = Приз игры выдан дважды
admin-alarm-payments_are_credited_once = Платёж зачислен дважды или не зачислен
admin-alarm-suspense_is_explained = На невыясненных есть деньги без объяснения
admin-alarm-refunds_stay_within_payments = Возвращено больше, чем оплачено
admin-alarm-refunds_are_booked = Возврат не проведён
admin-alarm-holds_equal_payouts = Отложенное не равно отправляемому назад
admin-alarm-operations_are_recorded = Деньги перемещены вручную без причины
admin-alarm-losses_are_explained = У убытка нет причины в учёте
admin-alarm-nobody_is_charged_for_nothing = Telegram продолжает списывать за то, что закончилось или не куплено
admin-alarm-deleted_accounts_hold_nothing = У удалившего аккаунт остались деньги
admin-alarm-codes_keep_their_limits = Промокод использован чаще, чем можно
admin-alarm-codes_are_used_for_something = Использование промокода без покупки
admin-alarm-codes_are_given_back = Промокод не возвращён
admin-alarm-rewards_are_booked = Награда за приглашение проведена неверно
admin-alarm-rewards_stay_within_payments = Награда за приглашение больше своей доли
admin-alarm-nobody_is_brought_in_a_cycle = Двое пригласили друг друга
admin-alarm-withdrawals_are_held = Отложенное на выводы не равно запрошенному
admin-alarm-withdrawals_are_earned = Выплачено больше, чем заработано
admin-alarm-withdrawals_are_booked = Вывод не проведён
admin-alarm-nothing_is_overdue = Наступивший срок не обработан
admin-alarm-undelivered_is_refunded = За недоставленное не вернули деньги
admin-alarm-notices_are_sent_once = Уведомление отправлено дважды
admin-alarm-access_follows_subscription = Доступ не соответствует подписке
admin-alarm-answers_count_for_their_generation = Панель подтвердила то, о чём не просили
admin-alarm-access_reaches_the_panel = Изменение доступа не стоит в очереди
admin-alarm-access_is_as_sold = Доступ не такой, как продан
admin-alarm-messages_wait_in_their_lane = Сообщение ждёт там, где его никто не возьмёт
admin-alarm-events_are_processed = Пришедшее извне потеряно из виду
admin-alarm-lanes_have_a_destination = Дорожка очереди без назначения
admin-alarm-python_reads_nothing = Программа может читать таблицы
admin-alarm-who_can_pay_keeps_access = Тот, кто может платить, потерял доступ
admin-alarm-refunds_are_not_taken_again = Возвращённое списано снова
admin-alarm-charges_are_announced = О списании не предупредили
admin-alarm-paid_is_access_or_money_back = Кто-то заплатил и остался без доступа и денег
admin-alarm-delivered_is_not_refunded = За доставленное деньги вернулись сами
admin-alarm-what_begins_begins = Купленное на потом не началось
admin-alarm-gifts_are_taken_or_given_back = Деньги за непринятый подарок не вернулись
admin-alarm-withdrawals_are_settled = Вывод не завершён в обещанный срок
admin-alarm-money_buys_what_it_was_for = Платёж купил не то
admin-alarm-changes_are_told = О перемене не сообщили
admin-alarm-ends_are_announced = Доступ кончился без предупреждения
admin-alarm-choices_stay = Выбор изменился сам
admin-alarm-screens_tell_the_truth = Экран обещает то, чего не будет

admin-alarm-do-database = Проверьте PostgreSQL: работает ли, не полон ли диск, хватает ли соединений (<code>make doctor</code> подскажет), не резервный ли это сервер. Причина есть в его журнале. Ничего не теряется: Telegram и платёжные системы повторят то, что не доставили.
admin-alarm-do-migrations = Примените выпуск к базе: <code>python migrate.py up</code>. Он применён не до конца или не применён.
admin-alarm-do-shop = Магазин остановили вручную, или он восстановлен из копии. Если восстановлен: в <code>select * from ops.restores</code> должна быть строка об этом; если её нет, сначала вызовите <code>select ops.catch_up('время копии')</code>, иначе никто не спросит, что оплатили с тех пор (docs/operations.md, Backup and restore). Когда причина ясна: <code>select ops.open_shop('причина')</code>.
admin-alarm-do-clock = Исправьте часы на машине PostgreSQL: <code>timedatectl set-ntp true</code>. Пока они расходятся с часами Telegram больше чем на четверть часа, ничего не списывается, не заканчивается, не отправляется и не удаляется, и бот не отвечает: всё продолжится в течение минуты после того, как часы станут верными.
admin-alarm-do-pg_cron = Посмотрите <code>select * from ops.cron_runs limit 20</code>: отказ в соединении указывает на pg_hba.conf, пустой список — pg_cron не загружен (shared_preload_libraries, cron.database_name), а если последний запуск давний — его процесс завершился: перезапустите PostgreSQL. Когда задания пойдут, всё пропущенное будет сделано.
admin-alarm-do-process = Посмотрите журнал процесса и запустите его снова: он завершается только из-за неверных настроек, и последняя строка говорит, каких. Ничего не теряется: обновления, платежи и сообщения ждут.
admin-alarm-do-telegram = Токен бота отклонён: его отозвали в @BotFather, или он от другого бота. Впишите верный в BOT_TOKEN бота и обработчика очереди и перезапустите оба.
admin-alarm-do-webhook = В подробностях — слова Telegram. Обычно дело в прокси перед ботом, его сертификате или адресе WEBHOOK_URL; снятый вебхук бот ставит снова сам. Обновления ждут в Telegram сутки.
admin-alarm-do-panels = Включите панель, добавьте новую или увеличьте её ёмкость: «Панели». Купленное ждёт, а при долгом ожидании деньги возвращаются.
admin-alarm-do-payment = Задайте ключи платёжной системы (docs/providers.md) и перезапустите бота и обработчик очереди.
admin-alarm-do-page = Запущена ли она? Журнал говорит, чего ей не хватает: обычно неверен пароль tickover_page, пулер или адрес базы. <code>make doctor</code> спрашивает саму страницу и её публичный адрес. Серверы, которые уже есть в приложениях, остаются; новые люди их не получат.
admin-alarm-do-queue = В «Застряло» видно, стоит ли очередь (кто или какая ошибка её остановила), отказывают ли ей или она опаздывает. Устраните причину и нажмите «Послать» (<code>ops.resume</code>). Опаздывает без ошибки — процессам не хватает сил, docs/scaling.md.
admin-alarm-do-panel = Отвечает ли панель и верен ли ключ? denied — неверный ключ или адрес: исправьте PANEL_KEYS или адрес панели; прочее пройдёт, когда она ответит. Остальное ждёт по порядку, ошибки — в <code>select * from ops.lanes</code>.
admin-alarm-do-provider = Нет ли сбоя у платёжной системы и верен ли ключ? denied — неверный ключ. Платежи не пропадут: о них спросят снова. Ошибка — в <code>select * from ops.outbox</code>.
admin-alarm-do-job = В <code>select * from ops.jobs</code> — последняя ошибка, в <code>select * from ops.cron_runs</code> — попытки, которые не стали запуском. Выключенное там задание нужно включить; всё пропущенное будет сделано.
admin-alarm-do-checks_unknown = Причина — в detail из <code>ops.checks</code>: проверка не удалась, или <code>check_invariants</code> и <code>check_history</code> не запускались (<code>ops.jobs</code>). Неизвестное — не значит исправное.
admin-alarm-do-rows_parked = В «Застряло» они перечислены с ошибками. Устраните причину и нажмите «Ещё раз» (<code>ops.unpark</code>). Задание само пробует их каждый час и ничего тем временем не завершает.
admin-alarm-do-letters_dead = В «Застряло» видно каждое с ошибкой. Отправьте снова (<code>ops.redrive</code>), когда причина устранена, или отбросьте (<code>ops.discard</code>) ненужное.
admin-alarm-do-brake = Дальше ничего не происходит, пока кто-то не посмотрит. Выясните, почему больше обычного; если так и задумано — «Пропустить» (<code>ops.release_brake</code>). <code>unrenewed</code>: включите <code>auto_renewal</code>, и они продлятся; пропущенные закончатся.
admin-alarm-do-panel_version = Всё для этой панели ждёт. Проверьте версию на пробной записи (<code>ops.check_panel</code>) и разрешите её в «Панелях» (<code>ops.acknowledge_version</code>).
admin-alarm-do-access_late = Доступ ждёт дольше, чем late_delivery_minutes: ошибки — в <code>ops.lanes</code>. Время или деньги вернутся покупателю сами.
admin-alarm-do-panel_drift = Расхождений так много или они повторяются, что нужен человек: <code>ops.drift</code> показывает какие, <code>ops.reconcile_panel</code> («Панели») выполняет отложенное.
admin-alarm-do-panel_unread = Пока неизвестно, что на панели на самом деле. Ошибка — в <code>ops.panels</code>, затем в <code>ops.lanes</code> (дорожка scan). Если число записей меняется при каждом чтении, туда всё время пишет кто-то ещё: прочтите, когда он отдыхает (<code>ops.scan_panel</code>).
admin-alarm-do-access_taken = Доступ ждёт. Переименуйте запись на панели или заберите её: <code>ops.adopt_access</code>.
admin-alarm-do-grace_unrestricted = Тариф ограничивает отсрочку, а у панели нет ограниченной группы: у её клиентов пока полный доступ. Укажите группу в параметрах панели.
admin-alarm-do-invoices_refused = В подробностях — слова платёжной системы: проверьте её токен. Запрошенное людьми пробуется снова каждые десять минут.
admin-alarm-do-orders_unbought = Попытки повторяются сами, деньги — на балансе плательщика: причина — в <code>select * from billing.unbought</code>, а для продлений — в <code>billing.unrenewed</code>.
admin-alarm-do-money_unbooked = Попытки идут каждую минуту, ничего не пропадёт: <code>last_error</code> в <code>ops.money_events</code>.
admin-alarm-do-money_unclear = Неясно, что означает платёж: «Кто платил?» или <code>ops.money_events</code>; docs/operations.md, Money that updates report.
admin-alarm-do-reconciliation = В <code>select * from ops.reconciliation</code> — что расходится, в docs/operations.md, Reconciliation — что это значит.
admin-alarm-do-lists_unread = Причина — <code>error</code> в <code>billing.listings</code>. Прочтётся завтра или по <code>ops.reconcile</code>.
admin-alarm-do-bodies_refused = Секрет был верный: <code>ops.refused_bodies</code>. Платёжная система что-то изменила, или секрет знает кто-то ещё: замените его. Тревога кончится через сутки без новых.
admin-alarm-do-offers_lost = Назначьте цену (<code>ops.change_price</code>, «Тарифы, цены») или закройте тариф намеренно: <code>ops.retire_plan(code, false)</code>. Задание пробует до конца доступа; если кончилось бы сразу у многих, они удерживаются.
admin-alarm-do-withdrawals_late = Человеку обещали более ранний день. В «Выводах» видно, кому, и что делает каждый шаг.
admin-alarm-do-withdrawals_unsettled = Посмотрите в кабинете платёжной системы или спросите отправлявшего, затем отметьте в «Выводах» (<code>ops.settle_withdrawal</code>). До этого деньги не возвращаются.
admin-alarm-do-payouts_wait = Посмотрите ошибку в <code>ops.lanes</code>: пополните приложение в @CryptoBot, разрешите там переводы, исправьте payout_asset или задайте токен от @CryptoBot вместо токена от @CryptoTestnetBot. Выводы пробуются снова каждые десять минут.
admin-alarm-do-support_unread = Назначьте админа с правом читать обращения, который запускал бота (<code>ops.make_admin</code>), или задайте support_chat в «Настройках». Если бота удалили из группы поддержки или он не может там писать (тема General закрыта), исправьте это: всё, что ждёт ответа, появится там. До тех пор обращения приходят админам в личные чаты.
admin-alarm-do-methods_forbidden = Автоплатежи для магазина должен включить менеджер платёжной системы: напишите ему. Пока платить могут все, но карты не запоминаются и для продлений не списываются; раз в день пробуем снова.
admin-alarm-do-channels_unanswered = Пока никого не задерживают. Сделайте бота администратором канала или исправьте id в required_channels (<code>app.channel_troubles</code>).
admin-alarm-do-shop_text = Вместо него уходит наш. Напишите его заново в «Текстах».
admin-alarm-do-backups = Запустите на сервере <code>python -m scripts.shop backup</code>: копия будет сделана, или станет ясно, что мешает. Почему не делается ночная, скажет <code>journalctl -u tickover-backup</code> или журнал cron. Если копии теперь делаются иначе: <code>select ops.set_backup_places(array[]::text[])</code>.
admin-alarm-do-doctor = <code>make doctor</code> на машине говорит, как исправить: заполненный диск, истекающий сертификат, неверные часы, неподходящий пароль. Он смотрит каждый час и скажет, когда всё пройдёт.
admin-alarm-do-books = Функции обошли, или одна из них неверна. Выключите движение денег (<code>app.flags</code>), найдите строки (<code>select * from ops.violations</code>) и причину, исправьте через <code>ops.reverse_charge</code>, <code>ops.refund</code>, <code>ops.credit</code>, <code>ops.debit</code>. <code>ledger.reverse</code> — только для денег, на которые не ссылаются период, платёж или возврат.
admin-alarm-do-promise = Обижен покупатель: <code>select * from ops.broken_promises</code> скажет кто. Загладьте (дни, деньги, слово), затем найдите причину.
admin-alarm-do-access = Подписки — в <code>select * from ops.violations</code>; <code>ops.reapply</code> отправит доступ панели заново. Затем выясните, кто писал в таблицы.
admin-alarm-do-lanes = Дорожка — в <code>select * from ops.violations</code>, её состояние — в <code>ops.lanes</code>. Кто-то писал в таблицы очередей, или в выпуске ошибка: сохраните строки и сообщите.
admin-alarm-do-rights = Роль программы получила лишние права. <code>select ops.apply_grants()</code> от имени владельца заберёт их; кто их дал — в журнале сервера.
admin-alarm-do-other = Подробности — в <code>select * from ops.alarms</code>. Имя из другого выпуска: что делать, говорит его docs/runbook.md.

# Что делать по оповещениям Prometheus (deploy/prometheus/alerts.yml): это не тревоги магазина.
admin-alarm-do-check_fails = Причину скажет <code>GET /ready?for=shop</code> на порту бота. У проверки есть свой раздел в docs/runbook.md.
admin-alarm-do-memory_grows = Перезапустите его — ничего не потеряется — и сообщите, что он делал перед этим.
admin-alarm-do-check_broken = Подробности — в <code>select * from ops.checks where state = 'broken'</code>. У имени есть свой раздел в docs/runbook.md.
admin-alarm-do-alarms_raised = <code>select * from ops.alarms</code>; у каждого имени есть раздел в docs/runbook.md. Админам сообщено в Telegram.
admin-alarm-do-taps_slow = Telegram отвечает медленно, или боту не хватает процессора: docs/scaling.md.
admin-alarm-do-webhooks_refused = Кто-то пробует, или секрет платёжной системы сменили лишь с одной стороны: платежи тогда приходят по опросу.
admin-alarm-do-page_fails = Приложения пока живут со своими списками. Посмотрите журнал страницы и её /ready.
admin-alarm-do-payment_unserved = <code>select * from ops.money_events where state = 'waiting'</code> и <code>ops.parked</code>: почему, говорит last_error.
admin-alarm-do-suspense_waits = <code>select * from ops.suspense</code>: спросите платёжную систему, кто платил; затем ops.assign_suspense или ops.return_suspense.
admin-alarm-do-ticket_waits = Ответьте в чате поддержки или в меню админа. Кто ждёт, показывает <code>select * from ops.tickets</code>.
admin-alarm-do-due_late = <code>select * from ops.jobs</code>, ops.brakes и ops.parked: задание выключено, удержано или падает, либо строки отложены.
admin-alarm-do-locks_wait = <code>select * from ops.locks</code> говорит, кто мешает; что делать, сказано в docs/dba.md.
admin-alarm-do-freezing_lags = Что-то мешает autovacuum: старая транзакция, подготовленная или слот. Завершите её, затем vacuum freeze.
admin-alarm-do-disk_full = Доктор скажет, какой это диск магазина: освободите место, например <code>journalctl --vacuum-size=500M</code>, <code>docker system prune</code> или меньше старых копий, либо перенесите данные на диск побольше. Полный диск останавливает PostgreSQL; записанное остаётся, а обновления и сообщения о платежах потом придут снова.
admin-alarm-do-wal_retained = Реплика отстала или пропала: верните её или удалите слот, пока не заполнился диск.
