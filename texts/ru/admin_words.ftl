# Что стоит в журнале, о чём сообщали людям и почему в чём-то отказано.
admin-action = { $action ->
    [operation-extend] время подарено
    [operation-change_end] конец изменён
    [operation-set_auto_renew] автопродление переключено
    [operation-cancel] отмена
    [operation-revoke] прекращено сразу
    [operation-credit] деньги начислены
    [operation-debit] деньги сняты
    [operation-refund] возврат
    [operation-payout] деньги отправлены назад
    [admin-made] назначен администратор
    [admin-changed] роль изменена
    [admin-removed] администратор снят
    [user-created] пришёл
    [user-blocked] внесён в чёрный список
    [user-unblocked] убран из чёрного списка
    [user-erased] забыт вручную
    [user-deleted] удалил аккаунт
    [user-referrer_set] указано, кто привёл
    [user-language_chosen] язык выбран
    [user-time_zone_chosen] часовой пояс выбран
    [user-unreachable] остановил бота
    [trial-started] пробный период начат
    [subscription-extended] продлена
    [subscription-renewed] продлена автоматически
    [subscription-expired] закончилась
    [subscription-cancelled] отменена
    [subscription-resumed] отмена снята
    [subscription-refunded] укорочена возвратом
    [subscription-shortened] укорочена
    [subscription-revoked] прекращена сразу
    [subscription-auto_renewal_on] автопродление включено
    [subscription-auto_renewal_off] автопродление выключено
    [subscription-address_reissued] новый ключ
    [subscription-undelivered] не доставлена
    [subscription-plan_left] тариф сменён
    [access-moved] перенесён на другую панель
    [access-resent] доступ отправлен ещё раз
    [device-unbound] устройство отвязано
    [ticket-opened] обращение открыто
    [ticket-answered] поддержка написала
    [ticket-closed] обращение закрыто
    [withdrawal-requested] вывод запрошен
    [withdrawal-approved] вывод одобрен
    [withdrawal-seconded] вывод одобрен первым
    [withdrawal-requisites_shown] реквизиты вывода показаны
    [withdrawal-sending] вывод отправляется
    [withdrawal-paid] вывод выплачен
    [withdrawal-rejected] в выводе отказано
    [withdrawal-failed] вывод не удался
    [withdrawal-cancelled] вывод отменён
    [setting-changed] настройка изменена
    [flag-changed] переключатель изменён
    [plan-added] тариф добавлен
    [plan-changed] тариф изменён
    [price-added] цена добавлена
    [price-changed] цена изменена
    [panel-added] панель добавлена
    [panel-changed] панель изменена
    [promo_code-added] промокод создан
    [promo_code-changed] промокод изменён
    [promo_code-redeemed] промокод использован
    [promo_code-returned] использование промокода возвращено
    [personal_price-added] скидка дана
    [personal_price-changed] скидка изменена
    [personal_price-removed] скидка убрана
    [alarm-raised] тревога
    [alarm-acknowledged] сигналом занялись
    [alarm-over] тревога снята
    [role_permission-added] право дано
    [role_permission-removed] право снято
    [access-adopted] аккаунт на панели принят
    [access-undelivered] доступ не доставлен
    [blacklist-extended] чёрный список: номера внесены
    [blacklist-shortened] чёрный список: номера убраны
    [brake-released] тормоз снят
    [broadcast-compared] рассылка: сравнение двух текстов
    [broadcast-drafted] рассылка создана
    [broadcast-scheduled] рассылка: начало назначено
    [broadcast-written] рассылка: текст написан
    [broadcast-paused] рассылка приостановлена
    [broadcast-sending] рассылка продолжена
    [broadcast-cancelled] рассылка отменена
    [broadcast-deleting] рассылка отзывается
    [broadcast-draft] рассылка: начало снято
    [charge-opened] списание с сохранённого способа начато
    [charge-ended] списание с сохранённого способа закончено
    [company_request-sent] заявка компании
    [company_request-settled] заявка компании закрыта
    [destination-paused] отправка приостановлена
    [destination-resumed] отправка продолжена
    [difference-settled] расхождение с провайдером закрыто
    [dispute-opened] спор открыт
    [dispute-won] спор выигран
    [dispute-lost] спор проигран
    [dispute-covered] спор покрыт вручную
    [dispute-waived] долг по спору прощён
    [event-replayed] событие обработано заново
    [export-made] файл выгружен
    [export-asked] файл запрошен
    [gift-bought] подарок куплен
    [gift-redeemed] подарок получен
    [gift-returned] подарок возвращён
    [job-unparked] отложенные строки взяты снова
    [listing-started] список у провайдера запрошен
    [message-discarded] сообщение удалено из очереди
    [message-redriven] сообщение отправлено снова
    [method-saved] способ оплаты сохранён
    [method-removed] способ оплаты удалён
    [method-resumed] способ оплаты снова используется
    [money_event-settled] сообщение о деньгах закрыто
    [operation-return_code_use] использование промокода возвращено
    [owner_link-made] ссылка владельца создана
    [owner_link-used] ссылка владельца использована
    [panel-check_asked] проверка панели
    [panel-keys_replaced] ключи панели заменены
    [panel-reapply_asked] доступы панели отправлены снова
    [panel-reconciled] панель приведена в порядок
    [panel-scan_asked] чтение панели
    [payment-cart_failed] покупка после платежа не удалась
    [payment-credited] платёж зачислен
    [payment-credited_without_order] платёж зачислен без заказа
    [payment-suspense] платёж неизвестного плательщика
    [payment-refunded] платёж возвращён
    [payment-repeated_otherwise] платёж сообщён снова, с другими данными
    [payment-reward_failed] вознаграждение за платёж не удалось
    [payout-returned] отправленные деньги вернулись
    [payout-sent] возврат отправлен
    [payout-failed] возврат не удалось отправить
    [period-refunded] период возвращён
    [promo_code-given] промокод выдан
    [renewal-announced] списание объявлено
    [renewal-price_risen] не продлена: цена выше
    [renewal-short] не продлена: не хватает денег
    [renewal-unavailable] не продлена: больше не продаётся
    [renewal-charging] списание с сохранённого способа начато
    [shop-held] магазин остановлен
    [shop-caught_up] наверстано после восстановления
    [shop-restored] магазин восстановлен
    [shop-opened] магазин открыт
    [subscription-change_scheduled] смена тарифа назначена
    [subscription-ended_with_account] закончилась вместе с аккаунтом
    [subscription-gift_put_back] подарок отложен
    [subscription-key_replaced] ключ заменён
    [subscription-promo_taken_back] время по промокоду снято
    [subscription-terms_kept] продление осталось как до подарка
    [suspense-assignment] плательщик найден
    [suspense-return] платёж неизвестного плательщика возвращён
    [terms-accepted] условия приняты
    [throw-settled] бросок в игре
    [ticket-reopened] обращение открыто снова
    [time-made_up] время ожидания возмещено
    [user-data_requested] запросил свои данные
    [user-notices_chosen] уведомления выбраны
    [user-payment_chosen] способ оплаты продлений выбран
    [withdrawal-contradicted] провайдер противоречит о выводе
    [withdrawal-returned] выведенные деньги вернулись
   *[other] { $subject }: { $verb ->
        [added] добавлено
        [changed] изменено
        [removed] убрано
       *[other] { $verb }
    }
}
admin-subject = { $subject ->
    [access] доступ
    [transfer] проводка
    [invoice] выставленный счёт
    [admin] администратор
    [alarm] тревога
    [blacklist] чёрный список
    [brake] тормоз
    [broadcast] рассылка
    [client_app] приложение
    [company_request] заявка компании
    [destination] отправка
    [dispute] спор
    [event] событие
    [export] файл
    [flag] переключатель
    [game_prize] приз игры
    [gift] подарок
    [job] задание
    [listing] список провайдера
    [message] сообщение
    [money_event] сообщение о деньгах
    [notice_rule] напоминание
    [order] заказ
    [owner_link] ссылка владельца
    [panel] панель
    [payment] платёж
    [payment_method] способ оплаты
    [personal_price] скидка
    [plan] тариф
    [price] цена
    [promo_code] промокод
    [provider] способ приёма оплаты
    [rate] курс
    [referral_tier] уровень вознаграждений
    [refund] возврат
    [role_permission] право
    [setting] настройка
    [restore] восстановление
    [shop] магазин
    [shop_text] текст
    [subscription] подписка
    [throw] бросок в игре
    [ticket] обращение
    [user] клиент
    [withdrawal] вывод
    [withdrawal_way] способ вывода
   *[other] { $subject }
}
admin-notice = { $notice ->
    [access-ends-soon] Доступ закончится через несколько часов
    [access-ends-tomorrow] Доступ закончится завтра
    [access-moved] Новый ключ: перенос на другой сервер
    [access-revoked] Подписка прекращена вручную
    [access-sent-again] Доступ отправлен ещё раз
    [access-works] Доступ работает
    [access-works-late] Доступ работает, время ожидания возвращено
    [account-blocked] Внесён в чёрный список
    [account-unblocked] Убран из чёрного списка
    [address-replaced] Новый адрес
    [alarm-over] Тревога снята
    [alarm-raised] Тревога
    [auto-renewal-off-by-hand] Автопродление выключено вручную
    [auto-renewal-on-by-hand] Автопродление включено вручную
    [cancelled-by-hand] Отменена вручную
    [cart-bought] Куплено после пополнения
    [cart-price-changed] Не куплено: цена изменилась
    [cart-price-changed-monthly] Не куплено и не списывается каждый месяц: цена изменилась
    [credited-by-hand] Деньги начислены вручную
    [data-file] Файл с его данными
    [debited-by-hand] Деньги сняты вручную
    [device-unbound-by-hand] Устройство отвязано поддержкой
    [game-failed] Игра не удалась
    [game-result] Результат игры
    [gift-bought] Подарок куплен
    [gift-cancelled] Подарок отменён
    [gift-expired] Подарок никто не взял
    [gift-late] Подарок заработал позже
    [gift-taken-back] Подарок отозван
    [gift-undelivered] Подарок не доставлен
    [gift-was-taken] Подарок взяли
    [key-replaced] Ключ сервера заменён
    [missed] Что он пропустил
    [never-connected] Ещё не подключился
    [owner-link-over] Ссылка владельца не действует
    [owner-made] Стал владельцем
    [payment-credited] Платёж зачислен
    [payment-credited-late] Поздний платёж зачислен
    [payment-found] Платёж найден
    [payout-dispute-won] Спор выигран
    [payout-disputed] Платёж оспорен
    [payout-failed] Возврат не удалось отправить
    [payout-returned] Отправленный возврат вернулся
    [payout-sending] Возврат отправляется
    [payout-sent] Возврат отправлен
    [payout-took-time] Возврат вместе со временем
    [promo-bonus-taken-back] Бонус промокода отозван
    [promo-time-taken-back] Время промокода отозвано
    [referral-joined] По его ссылке пришли
    [refunded] Возврат на баланс
    [refunded-time] Возврат вместе со временем
    [refunded-change-gift] Возврат за смену тарифа
    [refunded-gift] Возврат за подарок
    [refunded-to-source] Возврат туда, откуда пришли деньги
    [refunded-to-source-gift] Возврат за подарок туда, откуда пришли деньги
    [refunded-undelivered] Возврат: не доставлено
    [refunded-undelivered-gift] Возврат за подарок: не доставлено
    [renewal-announced] Скоро списание
    [renewal-announced-method] Скоро списание с сохранённого способа
    [renewal-announced-short] Скоро списание, денег не хватает
    [renewal-announced-partly] Скоро списание, денег не хватает
    [renewal-confirm] Продление нужно подтвердить
    [renewal-declined] Платёж отклонён
    [renewal-ending] Подписка скоро закончится
    [renewal-grace] Льготное время
    [renewal-not-made] Списано слишком поздно и не продлено
    [renewal-price-risen] Цена повышается
    [renewal-short] Не хватает денег
    [renewal-unavailable] Больше не продаётся
    [reward-days] Дни за приглашение
    [reward-pending] Вознаграждение ожидается
    [reward-released] Вознаграждение доступно
    [reward-covered] Вознаграждение покрыло отозванное
    [reward-taken-back] Вознаграждение отозвано
    [reward-welcome] Приветственный бонус
    [subscription-ended] Подписка закончилась
    [subscription-ended-cancelled] Подписка закончилась после отмены
    [subscription-renewed] Продлена
    [subscription-renewed-method] Продлена сохранённым способом
    [time-granted] Время подарено вручную
    [time-shortened] Время снято вручную
    [traffic-low] Мало трафика
    [traffic-used] Трафик израсходован
    [trial-ended] Пробный период закончился
    [trial-ended-offer] Пробный период закончился, с предложением
    [trial-ends] Пробный период заканчивается
    [trial-first-hours] Пробный период: первые часы
    [trial-second-day] Пробный период: второй день
    [win-back] Возвращайтесь
    [win-back-last] Возвращайтесь, последний раз
    [support-answered] Поддержка ответила
    [support-closed] Обращение закрыто
    [withdrawal-news] Новости о выводе
    [withdrawal-covered] Заработанное покрыло вывод
    [withdrawal-paid] Вывод выплачен
    [withdrawal-returned] Вывод вернулся
    [withdrawal-failed] Вывод не удался
    [withdrawal-rejected] В выводе отказано
   *[other] { $rule }
}
admin-why = { $key ->
    [amounts_run_together] Это одна сумма или несколько? Укажите валюту у каждой: 100 RUB, 200 RUB.
    [benefits_in_english] Преимуществам нужен английский текст.
    [code_is_a_word] Код – слово из строчных латинских букв, цифр и _, первой идёт буква.
    [data_limit_is_positive] Трафик больше 0.
    [device_limit_is_positive] Устройств не меньше одного.
    [grace_access_is_known] Такого доступа в льготное время нет.
    [limited_traffic_is_reset] Ограниченному трафику нужен момент нового отсчёта.
    [panels_is_positive] Панелей не меньше одной.
    [places_name_something] Места не указаны.
    [reset_traffic_is_carried_over] Трафик с новым отсчётом так не переносится.
    [title_in_english] Названию нужен английский текст.
    [traffic_reset_is_known] Так трафик заново не отсчитывается.
    [amount_is_positive] Цена больше 0.
    [one_price_at_a_time] На это время уже есть другая цена.
    [period_is_positive] Длительность больше 0.
    [period_unit_is_known] Длительность – в днях или месяцах.
    [valid_is_not_empty] Цена никогда бы не действовала.
    [acknowledged_version_is_given] Версия не указана.
    [base_url_is_http] Адрес начинается с https:// или http://.
    [capacity_is_not_negative] Вместимость – 0 или больше.
    [country_is_iso] Страна – две заглавные латинские буквы, например DE.
    [kind_is_known] Такой вид панели неизвестен.
    [nothing_new_while_draining] Панель, которую освобождают, новых не принимает.
    [options_is_an_object] Параметры – не объект.
    [weight_is_positive] Вес больше 0.
    [version_is_positive] Версия больше 0.
    [account_is_always_told] Это о деньгах или конце доступа: такое отправляется всегда.
    [after_is_near] Это слишком далеко от события.
    [anchor_is_known] Такое событие неизвестно.
    [audience_is_known] Такие люди неизвестны.
    [category_is_known] Такой вид уведомления неизвестен.
    [condition_is_known] Такое условие неизвестно.
    [deadline_is_near] Это слишком долго после события.
    [event_has_no_condition] У того, что отправляется сразу, нет условия.
    [event_or_moment] Отправляется либо сразу, либо ко времени.
    [events_are_the_engines] Когда это бывает, решает сам магазин.
    [name_is_a_word] Имя – одно слово.
    [offer_for_is_near] Предложение действует меньше.
    [offer_is_said] Текст не говорит о предложении.
    [offer_lasts] Предложению нужен срок.
    [offer_percent_is_a_share] Предложение – от 1 до 99 процентов.
    [renewed_has_not_ended] Кто продлил, у того не закончилось.
    [starts_before_it_is_told] Об этом сказали бы раньше, чем оно начнётся.
    [text_is_known] Такой текст неизвестен.
    [tips_can_wait] Такое сообщение ждёт конца тихих часов.
    [warns_before_it_happens] Предупреждение приходит раньше события.
    [TK010] Такого клиента нет.
    [TK011] Такой настройки нет.
    [TK032] Конец не может быть там.
    [TK056] Telegram не примет такое сообщение.
    [TK060] Этот период так вернуть нельзя.
    [TK061] Нужна причина, не длиннее 1000 знаков.
    [TK062] Эта форма уже использована для другого. Начните заново.
    [TK063] Такое значение не подходит.
    [TK064] Цену так изменить нельзя.
    [TK065] Это нельзя удалить.
    [TK066] Таким промокод быть не может.
    [TK002] Денег не хватает.
    [22] Такого числа или даты нет.
   *[other] Так сделать нельзя.
}
admin-why-more = { $why } (База данных: { $more })
