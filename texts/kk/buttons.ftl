# Түймелердегі жазулар; хабарландырулардағыларын SQL де атайды.
button-try = Тегін байқап көру ({ $unit ->
    [day] { $count ->
        [one] { $count } күн
       *[other] { $count } күн
    }
   *[hour] { $count ->
        [one] { $count } сағат
       *[other] { $count } сағат
    }
})
button-connect = Қосылу
button-subscription = Жазылым
button-profile = Менің жазылымым
button-balance = Баланс
button-more = Тағы
button-admin = Басқару
button-which = { $plan }
button-history = Тарих
button-language = Тіл және уақыт
button-zones = 🕐 { $clock } { $city }
button-zone = { $clock } { $city }
button-zone-chosen = ✅ { $clock } { $city }
button-notices = Хабарламалар
button-tips-on = Кеңестер мен жеңілдіктерді қосу
button-tips-off = Кеңестер мен жеңілдіктерді өшіру
button-help = Көмек
button-support = Қолдау
button-reply = Жауап беру
button-solved = Мәселе шешілді
button-write-more = Тағы жазу
button-ask = { $topic ->
    [access] Істемей тұр
    [payment] Төлем
   *[other] Басқа
}
button-ask-anyway = Бізге жазу
button-faq = { $question ->
    [pay] Қалай төлеймін
    [connect] Қалай қосылам
    [slow] Баяу істейді
    [devices] Құрылғылар
   *[refund] Ақшаны қайтару
}
button-ticket-history = Тарих
button-close-ticket = Жабу
button-privacy = Деректерім
button-get-data = Деректерімді файлмен алу
button-delete = Аккаунтымды жою
button-delete-yes = Иә, бәрі жойылсын
button-keep-account = Аккаунтты қалдыру
button-menu = Мәзір
button-back = Артқа
button-close = Жабу
button-offers-off = Мұндайды жібермеу
button-buy = Тариф таңдау
button-buy-wanted = { $plan } сатып алу · { $amount }
button-try-again = Қайталап көру
button-renew = Ұзарту
button-topup = Толтыру
button-topup-amount = { $amount } толтыру
button-topup-for = { $plan } үшін { $amount } толтыру
button-topup-renewal = Ұзарту үшін { $amount } толтыру
button-amount = { $amount }
button-method = { $way } · { $amount }
button-method-down = ⚠️ { $way } · { $amount }
button-way-telegram = Telegram ішінде карта
button-way-yookassa = Карта немесе СБП
button-way-stripe = Карта
button-way-stars = Telegram Stars
button-way-crypto-pay = Crypto Bot
button-way-heleket = Криптовалюта
button-monthly = 🔁 { $way } · әр 30 күнде { $amount }
button-remember-on = Ұзартулар үшін сақтау
button-remember-off = Сақтамау
button-saved-methods = Төлем тәсілдері
button-forget-method = ✕ { $method }
button-method-up = ↑ { $method }
button-resume-method = Жалғастыру: { $method }
button-balance-first = Алдымен баланс
button-methods-first = Бүкіл бағаны алу
button-confirm = Растау
button-pay-page = { $amount } төлеу
button-check-payment = Төледім
button-other-method = Басқа тәсілмен төлеу
button-other-amount = Басқа сома
button-plan = { $plan } · { $amount } бастап
button-plan-current = ✅ { $plan } · { $amount } бастап
button-price = { period } · { $amount }
button-price-saving = { period } · { $amount } · { $saving } үнем
button-price-later = ⏳ { period } · { $amount }
button-price-was = { period } · { $was } → { $amount }
button-pay = Баланстан { $amount } төлеу
button-change-now = Тарифті қазір ауыстыру
button-change-later = Мерзім біткенде ауыстыру
button-keep-plan = { $plan } тарифінде қалу
button-copy = Кілтті көшіру
button-device = { $platform ->
    [ios] iPhone
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] ТД
}
button-install = { $app } орнату
button-add-to = { $app } ішіне қосу
button-copy-address = Мекенжайды көшіру
button-page = Бетті ашу
button-all-apps = Барлық қолданба және көмек
button-reissue = Жаңа мекенжай
button-reissue-yes = Иә, жаңа мекенжай
button-keep-address = Қалдыру
button-devices = Құрылғылар
button-unbind = ✕ { $device }
button-unbind-all = Бәрін ажырату
button-unbind-yes = Иә, ажыратылсын
button-keep-device = Қалдыру
button-qr = QR код
button-invite = Шақыру
button-share = Бөлісу
button-referrals-on = Сілтеммен келгендерді хабарлау
button-referrals-off = Сілтеммен келгендерді хабарламау
button-change-plan = Тариф ауыстыру
button-renew-for = { $amount } төлеп ұзарту
button-do-not-renew = Ұзартпау
button-auto-on = Автоұзартуды қосу
button-auto-off = Автоұзартуды өшіру
button-cancel = Бас тарту
button-cancel-yes = Иә, бас тарту
button-keep = Қалдыру
button-older = ‹ Ескірек
button-newer = Жаңарақ ›

# Telegram енгізу өрісіндегі командалар мәзірі.
command-start = Басты мәзір
command-profile = Жазылым және автоұзарту
command-buy = Сатып алу немесе ұзарту
command-connect = Құрылғыны қосу
command-history = Алынған және түскен ақша
command-promo = Промокод енгізу
command-referral = Басқаларды шақыру
command-language = Тіл және уақыт
command-support = Қолдауға жазу
command-privacy = Деректерім, аккаунтты жою
command-help = Бұл қалай жұмыс істейді
button-terms = Ережелер
button-read-terms = Ережелерді оқу
button-accept-terms = Ережелерді қабылдаймын
button-joined = Қосылдым
button-company = Компанияларға
button-company-again = Басынан бастау
button-skip = Өткізіп жіберу
button-send = Жіберу
description =
    Сайттар мен қолданбалар телефонда, компьютерде және теледидарда қайта ашылады. Баптауға екі минут кетеді.

    «Бастау» түймесін басыңыз: қарап шығу тегін.
description-short = Сайттар мен қолданбалар телефонда, компьютерде және теледидарда қайта ашылады.

# Promo codes.
button-promo = Промокод
button-promo-again = Кодты қайталап көру
button-promo-remove = Кодты алып тастау

# Сыйлықтар, атаулар, ойын.
button-gift = Сыйлау
button-my-gifts = Сыйлықтарым
button-gift-of = 🎁 { $plan }, { period }
button-gift-send = Жіберу
button-gift-return = Ақшаны қайтару
button-gift-return-yes = Иә, қайтару
button-keep-gift = Қалдыру
button-send-link = Кімге жіберуді таңдау
button-copy-link = Сілтемені көшіру
button-take = Сыйлықты алу
button-take-new = Тағы бір жазылым ретінде
button-another = Тағы біреу
button-name = Атау беру
button-game = Ойын
button-throw = 🎳 Лақтыру
command-gift = Жазылым сыйлау
command-game = Жүлделі боулинг

# Withdrawals.
button-withdraw = Шығару
button-withdraw-all = Бәрі: { $amount }
button-cancel-withdrawal = Өтінімді қайтару
button-confirm-withdrawal = { $amount } шығару
button-withdrawals = Шығарулар
button-approve = Мақұлдау
button-reject = Бас тарту
button-show-requisites = Деректемелер
button-was-paid = Төленді
button-sent-by-hand = Иә, ақшаны жібердім
button-not-paid = Болмады
button-refuse = { $why ->
    [requisites] Деректемелер қате
    [rules] Ережеге қайшы
   *[other] Басқа: қолдау түсіндіреді
}
button-promo-order = Тапсырысқа
