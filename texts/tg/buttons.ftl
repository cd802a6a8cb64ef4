# Навиштаҷоти тугмаҳо; тугмаҳои огоҳиномаҳоро SQL низ ном мебарад.
button-try = Ройгон озмудан ({ $unit ->
    [day] { $count } рӯз
   *[hour] { $count } соат
})
button-connect = Пайваст шудан
button-subscription = Обуна
button-profile = Обунаи ман
button-balance = Баланс
button-more = Боз
button-admin = Идоракунӣ
button-which = { $plan }
button-history = Таърих
button-language = Забон ва вақт
button-zones = 🕐 { $clock } { $city }
button-zone = { $clock } { $city }
button-zone-chosen = ✅ { $clock } { $city }
button-notices = Огоҳиномаҳо
button-tips-on = Фурӯзон кардани маслиҳату тахфифҳо
button-tips-off = Хомӯш кардани маслиҳату тахфифҳо
button-help = Кӯмак
button-support = Дастгирӣ
button-reply = Ҷавоб додан
button-solved = Ҳал шуд
button-write-more = Боз навиштан
button-ask = { $topic ->
    [access] Кор намекунад
    [payment] Пардохт
   *[other] Дигар
}
button-ask-anyway = Ба мо навиштан
button-faq = { $question ->
    [pay] Тарзи пардохт
    [connect] Тарзи пайваст
    [slow] Суст аст
    [devices] Дастгоҳҳо
   *[refund] Бозгашти пул
}
button-ticket-history = Таърих
button-close-ticket = Пӯшидан
button-privacy = Маълумоти ман
button-get-data = Маълумоти ман дар файл
button-delete = Нест кардани ҳисоби ман
button-delete-yes = Ҳа, ҳамааш нест шавад
button-keep-account = Нигоҳ доштани ҳисоб
button-menu = Меню
button-back = Бозгашт
button-close = Пӯшидан
button-offers-off = Чунин нафиристед
button-buy = Интихоби тариф
button-buy-wanted = Харидани { $plan } · { $amount }
button-try-again = Боз кӯшиш кардан
button-renew = Тамдид
button-topup = Пур кардан
button-topup-amount = Пур кардан: { $amount }
button-topup-for = Пур кардан: { $amount } барои { $plan }
button-topup-renewal = Пур кардан: { $amount } барои тамдид
button-amount = { $amount }
button-method = { $way } · { $amount }
button-method-down = ⚠️ { $way } · { $amount }
button-way-telegram = Корт дар Telegram
button-way-yookassa = Корт ё СБП
button-way-stripe = Корт
button-way-stars = Telegram Stars
button-way-crypto-pay = Crypto Bot
button-way-heleket = Криптоасъор
button-monthly = 🔁 { $way } · { $amount } дар ҳар 30 рӯз
button-remember-on = Барои тамдид нигоҳ доштан
button-remember-off = Нигоҳ надоштан
button-saved-methods = Усулҳои пардохт
button-forget-method = ✕ { $method }
button-method-up = ↑ { $method }
button-resume-method = Идома додан: { $method }
button-balance-first = Аввал баланс
button-methods-first = Гирифтани тамоми нарх
button-confirm = Тасдиқ кардан
button-pay-page = Пардохти { $amount }
button-check-payment = Ман пардохт кардам
button-other-method = Усули дигари пардохт
button-other-amount = Маблағи дигар
button-plan = { $plan } · аз { $amount }
button-plan-current = ✅ { $plan } · аз { $amount }
button-price = { period } · { $amount }
button-price-saving = { period } · { $amount } · сарфа { $saving }
button-price-later = ⏳ { period } · { $amount }
button-price-was = { period } · { $was } → { $amount }
button-pay = Пардохти { $amount } аз баланс
button-change-now = Ҳозир иваз кардани тариф
button-change-later = Пас аз анҷом иваз кардан
button-keep-plan = Бо { $plan } мондан
button-copy = Нусха гирифтани калид
button-device = { $platform ->
    [ios] iPhone
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] ТВ
}
button-install = Насб кардани { $app }
button-add-to = Илова ба { $app }
button-copy-address = Нусха гирифтани суроға
button-page = Кушодани саҳифа
button-all-apps = Ҳамаи барномаҳо ва кӯмак
button-reissue = Суроғаи нав
button-reissue-yes = Ҳа, суроғаи нав
button-keep-address = Нигоҳ доштан
button-devices = Дастгоҳҳо
button-unbind = ✕ { $device }
button-unbind-all = Ҳамаро ҷудо кардан
button-unbind-yes = Ҳа, ҷудо шавад
button-keep-device = Нигоҳ доштан
button-qr = Рамзи QR
button-invite = Даъват
button-share = Фиристодан
button-referrals-on = Аз омадагон бо пайвандам хабар деҳ
button-referrals-off = Аз омадагон бо пайвандам хабар надеҳ
button-change-plan = Ивази тариф
button-renew-for = Тамдид бо { $amount }
button-do-not-renew = Тамдид накардан
button-auto-on = Фурӯзон кардани тамдиди худкор
button-auto-off = Хомӯш кардани тамдиди худкор
button-cancel = Бекор кардан
button-cancel-yes = Ҳа, қатъ шавад
button-keep = Нигоҳ доштан
button-older = ‹ Кӯҳнатар
button-newer = Навтар ›

# Менюи фармонҳо дар майдони навиштани Telegram.
command-start = Менюи асосӣ
command-profile = Обуна ва тамдиди худкор
command-buy = Харидан ё тамдид кардан
command-connect = Пайваст кардани дастгоҳ
command-history = Пулҳои гирифташуда ва пардохтҳо
command-promo = Ворид кардани промокод
command-referral = Даъвати дигарон
command-language = Забон ва вақт
command-support = Навиштан ба дастгирӣ
command-privacy = Маълумоти ман, нест кардани ҳисоб
command-help = Ин чӣ тавр кор мекунад
button-terms = Қоидаҳо
button-read-terms = Хондани қоидаҳо
button-accept-terms = Қоидаҳоро қабул мекунам
button-joined = Ҳамроҳ шудам
button-company = Барои ширкатҳо
button-company-again = Аз нав оғоз кардан
button-skip = Гузаронидан
button-send = Фиристодан
description =
    Сайтҳо ва барномаҳо дар телефон, компютер ва телевизор боз кушода мешаванд. Танзим ду дақиқа вақт мегирад.

    «Оғоз»-ро пахш кунед: дидан ройгон аст.
description-short = Сайтҳо ва барномаҳо дар телефон, компютер ва телевизор боз кушода мешаванд.

# Promo codes.
button-promo = Промокод
button-promo-again = Рамзро боз санҷидан
button-promo-remove = Рамзро гирифтан

# Тӯҳфаҳо, номҳо, бозӣ.
button-gift = Тӯҳфа
button-my-gifts = Тӯҳфаҳои ман
button-gift-of = 🎁 { $plan }, { period }
button-gift-send = Фиристодан
button-gift-return = Пулро баргардондан
button-gift-return-yes = Бале
button-keep-gift = Нигоҳ доштан
button-send-link = Интихоби гиранда
button-copy-link = Нусхаи пайванд
button-take = Тӯҳфаро гирифтан
button-take-new = Ҳамчун боз як обуна
button-another = Боз яктои дигар
button-name = Ном додан
button-game = Бозӣ
button-throw = 🎳 Партофтан
command-gift = Обуна тӯҳфа кардан
command-game = Боулинг бо ҷоизаҳо

# Withdrawals.
button-withdraw = Баровардан
button-withdraw-all = Ҳама: { $amount }
button-cancel-withdrawal = Бекор кардан
button-confirm-withdrawal = Баровардани { $amount }
button-withdrawals = Баровардҳо
button-approve = Тасдиқ
button-reject = Рад кардан
button-show-requisites = Реквизитҳо
button-was-paid = Пардохт шуд
button-sent-by-hand = Ҳа, пулро фиристодам
button-not-paid = Нашуд
button-refuse = { $why ->
    [requisites] Реквизит нодуруст
    [rules] Хилофи қоида
   *[other] Дигар: дастгирӣ мефаҳмонад
}
button-promo-order = Ба фармоиш
