# Withdrawals: the screens of who asks, and what support reads.
withdraw =
    <b>Ақша шығару</b>

    Шақырулармен { $available } таптыңыз. Оны шығаруға не осында жұмсауға болады.

    Соманы таңдаңыз не басқасын жазыңыз, { $min } бастап. Әр өтінімді адам қарайды; ақша келетін мерзім, жұмыс күні: { $days }.
withdraw-wrong-amount = ⚠️ Болмайды: { $min } – { $available }.
withdraw-refused =
    <b>Ақша шығару</b>

    { $why ->
        [blocked] Мұнда төлем жасалмайды. Қолдауға жазыңыз.
        [open] Бір уақытта бір ғана өтінім.
        [switched_off] Шығару тоқтатылған. Тапқаныңыз сізде қалады.
        [owes] Банк төлеміңізді қайтарып алды, ол әлі жабылған жоқ. Оған дейін шығару мүмкін емес.
        [not_in_currency] Сіздің валютаңызда төлемейміз. Тапқанды осында жұмсауға болады.
        [no_way] Қазір шығаратын жол жоқ. Тапқаныңыз сізде қалады; қашан болатынын қолдаудан сұраңыз.
       *[too_little] Шақырулармен { $available } таптыңыз. { $min } бастап шығаруға болады, осында кез келген уақытта жұмсауға болады.
    }
withdraw-open =
    <b>Шығару: { $amount }</b>
    { withdraw-way } { $masked }

    { withdrawal-status }
    { UNTIL($due) } дейін шешіледі.
withdraw-earlier = <b>Бұрынғылар</b>
withdraw-line = { $date } · { $amount } · { withdrawal-status }
withdraw-way = { $way ->
    [card] Банк картасы
    [sbp] СБП (телефон нөмірі бойынша)
    [usdt_trc20] USDT (TRC20)
    [usdt_ton] USDT (TON)
   *[crypto_pay] Telegram-дағы Crypto Bot
}
withdrawal-status = { $status ->
    [requested] мақұлдауды күтуде
    [approved] мақұлданды
    [sending] жіберілуде
    [paid] төленді
    [failed] болмады
    [rejected] бас тартылды
   *[cancelled] қайтарылды
}
withdraw-by =
    <b>Ақша шығару</b>

    { $amount } қалай алғыңыз келеді?
withdraw-to =
    <b>{ withdraw-way }</b>

    { $way ->
        [card] Карта нөмірін жазыңыз, 16–19 сан.
        [sbp] Телефон нөмірі мен банкті жазыңыз: +7 900 123-45-67 Сбербанк
        [usdt_trc20] TRC20 мекенжайын жазыңыз: T әрпінен басталады, 34 таңба.
       *[usdt_ton] TON мекенжайын жазыңыз: 48 таңба.
    }

    Хабарламаңыз чаттан өшіріледі, жазылғаны шифрланып сақталады: оны ақша жіберетін адам ғана көреді, кейін өшіріледі.
withdraw-wrong = { $way ->
    [card] ⚠️ Бұл карта нөмірі емес: сан қате не жетіспейді. Ештеңе сақталмады.
    [sbp] ⚠️ Ресей ұялы нөмірі мен банк керек. Ештеңе сақталмады.
    [usdt_trc20] ⚠️ Бұл TRC20 мекенжайы емес: таңба қате не жетіспейді. Ештеңе сақталмады.
   *[usdt_ton] ⚠️ Бұл TON мекенжайы емес: таңба қате не жетіспейді. Ештеңе сақталмады.
}
withdraw-confirm =
    <b>{ $amount } шығарасыз ба?</b>
    { withdraw-way } { $masked }

    Ақша тапқаныңыздан бірден алынады және келетін мерзім, жұмыс күні: { $days }. Мақұлданғанша қайтарып алуға болады.{ $way ->
        [crypto_pay] {" "}Crypto Bot сол сәттегі құнын төлейді. Алдымен @CryptoBot іске қосыңыз: танымайтынға төлемейді.
       *[other] {""}
    }
withdrawal-why = { $why ->
    [requisites] Деректемелер қате. Тексеріп, қайта сұраңыз.
    [rules] Ережеге сай емес. Қолдау түсіндіреді.
    [other] Мүмкін болмады. Қолдау түсіндіреді.
    [crypto_bot] Crypto Bot сізді әлі танымайды: @CryptoBot іске қосып, қайта сұраңыз.
    [provider] Төлем қызметі бас тартты. Басқа жолды қолданыңыз.
    [taken_back] Сыйақы берілген төлем қайтарылды, онымен бірге сыйақы да.
    [none] {""}
   *[said] { $reason }
}

# Notices
withdrawal-paid =
    ✅ <b>Төленді: { $amount }</b>

    { withdraw-way } { $masked } { $sent }
withdrawal-returned =
    ↩️ <b>{ $amount } төленбеді</b>

    { withdrawal-why }
    Ақша қайтадан сіздікі: осында жұмсауға не қайта шығаруға болады.

# To support
withdrawal-card =
    💸 <b>Шығару { $withdrawal }: { $amount }</b>
    Пайдаланушы { $user } { $name }
    { withdraw-way } { $masked }
    { $known ->
        [yes] Ол жаққа бұрын төленген.
        [other] ⚠️ Бұрын басқа жаққа төленген.
       *[no] Алғашқысы.
    }

    Тапқаны: { $earned }, сыйақы саны: { $rewards }
    Бұрын төленгені: { $paid }
    { UNTIL($due) } дейін шешу керек
withdrawal-news = 💸 <b>{ $withdrawal }</b> · { $amount } · { $news ->
    [second] екінші мақұлдаушы керек
    [approved] { $by ->
        [hand] мақұлданды: деректемені қарап, ақша жіберіп, төленді деп белгілеңіз
       *[provider] мақұлданды: провайдер төлейді
    }
    [cancelled] пайдаланушы қайтарып алды
    [paid] төленді
    [failed] төленбеді, қайтарылды
   *[rejected] бас тартылды, қайтарылды
} { withdrawal-why }
withdrawal-requisites =
    🔒 <b>Шығару { $withdrawal }: { $amount }</b>
    { withdraw-way }. Үш минутта жойылады.
withdrawal-acted = { $outcome ->
    [not_allowed] Мұны тек әкімшілер істей алады.
    [own] Өз өтінімін ешкім мақұлдамайды.
    [blocked] Пайдаланушы қара тізімде.
    [owes] Пайдаланушының қарызы бар: дау жабылмаған.
    [shown] Ботпен чатыңызға жіберілді.
    [no_requisites] Деректеме керек емес: провайдер төлейді.
    [by_provider] Нәтижесін провайдер айтады; әйтпесе: ops.settle_withdrawal.
    [unknown] Мұндай өтінім жоқ.
   *[other] Кеш: { $outcome }.
}
admin-requisites-not-shown =
    🔒 <b>Шығару { $withdrawal }: деректемені көрсете алмадық</b>

    { $error }. Listener-дің REQUISITES_KEYS мәнін тексеріңіз.
admin-withdrawal-contradicted =
    ⚠️ <b>Шығару { $withdrawal }: провайдер басқаша айтады</b>

    { $says ->
        [paid] Ол сәтсіз деп жабылған, бірақ провайдер { $amount } бәрібір төлеген ({ $proof }). Төленген деп жазылды; пайдаланушы одан әлі { $owed } қарыз.
       *[failed] Ол төленген деп жабылған, бірақ провайдер { $amount } төлемегенін айтады. Ештеңе жазылған жоқ. Пайдаланушы ақша алмаса: ops.withdrawal_returned.
    }
