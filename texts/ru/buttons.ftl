# Надписи на кнопках; кнопки уведомлений называет и SQL.
button-try = Попробовать бесплатно ({ $unit ->
    [day] { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[other] { $count } дней
    }
   *[hour] { $count ->
        [one] { $count } час
        [few] { $count } часа
       *[other] { $count } часов
    }
})
button-connect = Подключить
button-subscription = Подписка
button-profile = Моя подписка
button-balance = Баланс
button-more = Ещё
button-admin = Управление
button-which = { $plan }
button-history = История
button-language = Язык и время
button-zones = 🕐 { $clock } { $city }
button-zone = { $clock } { $city }
button-zone-chosen = ✅ { $clock } { $city }
button-notices = Уведомления
button-tips-on = Включить советы и скидки
button-tips-off = Выключить советы и скидки
button-help = Помощь
button-support = Поддержка
button-reply = Ответить
button-solved = Вопрос решён
button-write-more = Дополнить
button-ask = { $topic ->
    [access] Не работает
    [payment] Оплата
   *[other] Другое
}
button-ask-anyway = Написать нам
button-faq = { $question ->
    [pay] Как оплатить
    [connect] Как подключить
    [slow] Медленно
    [devices] Устройства
   *[refund] Возврат
}
button-ticket-history = История
button-close-ticket = Закрыть
button-privacy = Мои данные
button-get-data = Получить мои данные файлом
button-delete = Удалить аккаунт
button-delete-yes = Да, удалить всё
button-keep-account = Оставить аккаунт
button-menu = Меню
button-back = Назад
button-close = Закрыть
button-offers-off = Не присылать такое
button-buy = Выбрать тариф
button-buy-wanted = Купить «{ $plan }» · { $amount }
button-try-again = Попробовать ещё раз
button-renew = Продлить
button-topup = Пополнить
button-topup-amount = Пополнить на { $amount }
button-topup-for = Пополнить на { $amount } · { $plan }
button-topup-renewal = Пополнить на { $amount } для продления
button-amount = { $amount }
button-method = { $way } · { $amount }
button-method-down = ⚠️ { $way } · { $amount }
button-way-telegram = Карта в Telegram
button-way-yookassa = Карта или СБП
button-way-stripe = Карта
button-way-stars = Telegram Stars
button-way-crypto-pay = Crypto Bot
button-way-heleket = Криптовалюта
button-monthly = 🔁 { $way } · { $amount } раз в 30 дней
button-remember-on = Сохранить для продлений
button-remember-off = Не сохранять
button-saved-methods = Способы оплаты
button-forget-method = ✕ { $method }
button-method-up = ↑ { $method }
button-resume-method = Возобновить: { $method }
button-balance-first = Сначала баланс
button-methods-first = Списывать всю цену
button-confirm = Подтвердить
button-pay-page = Оплатить { $amount }
button-check-payment = Я оплатил(а)
button-other-method = Другой способ
button-other-amount = Другая сумма
button-plan = { $plan } · от { $amount }
button-plan-current = ✅ { $plan } · от { $amount }
button-price = { period } · { $amount }
button-price-saving = { period } · { $amount } · выгода { $saving }
button-price-later = ⏳ { period } · { $amount }
button-price-was = { period } · { $was } → { $amount }
button-pay = Оплатить { $amount } с баланса
button-change-now = Сменить тариф сейчас
button-change-later = Сменить по окончании
button-keep-plan = Остаться на «{ $plan }»
button-copy = Скопировать
button-device = { $platform ->
    [ios] iPhone
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] ТВ
}
button-install = Установить { $app }
button-add-to = Добавить в { $app }
button-copy-address = Скопировать
button-page = Страница
button-all-apps = Все приложения и помощь
button-reissue = Новый адрес
button-reissue-yes = Да, нужен новый
button-keep-address = Оставить
button-devices = Устройства
button-unbind = ✕ { $device }
button-unbind-all = Отвязать все
button-unbind-yes = Да, отвязать
button-keep-device = Оставить
button-qr = QR-код
button-invite = Пригласить
button-share = Поделиться
button-referrals-on = Сообщать о пришедших по ссылке
button-referrals-off = Не сообщать о пришедших по ссылке
button-change-plan = Сменить тариф
button-renew-for = Продлить за { $amount }
button-do-not-renew = Не продлевать
button-auto-on = Включить автопродление
button-auto-off = Выключить автопродление
button-cancel = Отменить
button-cancel-yes = Да, отменить
button-keep = Не отменять
button-older = ‹ Старее
button-newer = Новее ›

# Меню команд в поле ввода Telegram.
command-start = Главное меню
command-profile = Подписка и автопродление
command-buy = Купить или продлить
command-connect = Подключить устройство
command-history = Списания и пополнения
command-promo = Ввести промокод
command-referral = Пригласить и заработать
command-language = Язык и время
command-support = Поддержка
command-privacy = Мои данные и удаление аккаунта
command-help = Как это работает

# Правила, каналы, компании.
button-terms = Правила
button-read-terms = Прочитать правила
button-accept-terms = Принимаю правила
button-joined = Я вступил
button-company = Для компаний
button-company-again = Начать заново
button-skip = Пропустить
button-send = Отправить
description =
    Сайты и приложения снова открываются на телефоне, компьютере и телевизоре. Настройка займёт две минуты.

    Нажмите «Начать»: посмотреть можно бесплатно.
description-short = Сайты и приложения снова открываются на телефоне, компьютере и телевизоре.

# Promo codes.
button-promo = Промокод
button-promo-again = Попробовать код ещё раз
button-promo-remove = Убрать код

# Подарки, названия, игра.
button-gift = Подарить
button-my-gifts = Мои подарки
button-gift-of = 🎁 { $plan }, { period }
button-gift-send = Отправить
button-gift-return = Вернуть деньги
button-gift-return-yes = Да, вернуть
button-keep-gift = Оставить
button-send-link = Выбрать, кому отправить
button-copy-link = Скопировать ссылку
button-take = Забрать подарок
button-take-new = Как ещё одну подписку
button-another = Ещё одна
button-name = Назвать
button-game = Игра
button-throw = 🎳 Бросить
command-gift = Подарить подписку
command-game = Боулинг с призами

# Withdrawals.
button-withdraw = Вывести
button-withdraw-all = Всё: { $amount }
button-cancel-withdrawal = Отменить вывод
button-confirm-withdrawal = Вывести { $amount }
button-withdrawals = Выводы
button-approve = Одобрить
button-reject = Отказать
button-show-requisites = Реквизиты
button-was-paid = Выплачено
button-sent-by-hand = Да, я отправил деньги
button-not-paid = Не вышло
button-refuse = { $why ->
    [requisites] Реквизиты неверны
    [rules] Не по правилам
   *[other] Другое: объяснит поддержка
}
button-promo-order = К заказу
