# Withdrawals: the screens of who asks, and what support reads.
withdraw =
    <b>Вывод</b>

    Вы заработали { $available }, приглашая других. Их можно вывести или потратить здесь.

    Выберите сумму или напишите другую, от { $min }. Каждую заявку смотрит человек; деньги придут за { $days ->
        [one] { $days } рабочий день
        [few] { $days } рабочих дня
       *[many] { $days } рабочих дней
    }.
withdraw-wrong-amount = ⚠️ Так нельзя: от { $min } до { $available }.
withdraw-refused =
    <b>Вывод</b>

    { $why ->
        [blocked] Здесь ничего не выплачивается. Напишите в поддержку.
        [open] Только один вывод за раз.
        [switched_off] Вывод приостановлен. Заработанное остаётся вашим.
        [owes] Банк вернул ваш платёж, и это пока не покрыто. До тех пор вывести ничего нельзя.
        [not_in_currency] В вашей валюте мы не выплачиваем. Заработанное можно потратить здесь.
        [no_way] Сейчас вывести некуда. Заработанное остаётся вашим; спросите поддержку, когда это станет возможно.
       *[too_little] Вы заработали { $available }, приглашая других. Вывести можно от { $min }, потратить здесь — в любой момент.
    }
withdraw-open =
    <b>Вывод: { $amount }</b>
    { withdraw-way } { $masked }

    { withdrawal-status }
    Решим до { UNTIL($due) }.
withdraw-earlier = <b>Раньше</b>
withdraw-line = { $date } · { $amount } · { withdrawal-status }
withdraw-way = { $way ->
    [card] Банковская карта
    [sbp] СБП (по номеру телефона)
    [usdt_trc20] USDT (TRC20)
    [usdt_ton] USDT (TON)
   *[crypto_pay] Crypto Bot в Telegram
}
withdrawal-status = { $status ->
    [requested] ждёт одобрения
    [approved] одобрен
    [sending] отправляем
    [paid] выплачено
    [failed] не получилось
    [rejected] отказ
   *[cancelled] отменён
}
withdraw-by =
    <b>Вывод</b>

    Как вы хотите получить { $amount }?
withdraw-to =
    <b>{ withdraw-way }</b>

    { $way ->
        [card] Напишите номер карты, от 16 до 19 цифр.
        [sbp] Напишите номер телефона и банк: +7 900 123-45-67 Сбербанк
        [usdt_trc20] Напишите адрес TRC20: он начинается с T, в нём 34 знака.
       *[usdt_ton] Напишите адрес TON: в нём 48 знаков.
    }

    Ваше сообщение исчезнет из чата, а написанное хранится зашифрованным: его увидит только тот, кто отправляет деньги, и после вывода мы его сотрём.
withdraw-wrong = { $way ->
    [card] ⚠️ Это не номер карты: цифра не та или пропущена. Мы ничего не сохранили.
    [sbp] ⚠️ Нужны российский мобильный номер и банк. Мы ничего не сохранили.
    [usdt_trc20] ⚠️ Это не адрес TRC20: знак не тот или пропущен. Мы ничего не сохранили.
   *[usdt_ton] ⚠️ Это не адрес TON: знак не тот или пропущен. Мы ничего не сохранили.
}
withdraw-confirm =
    <b>Вывести { $amount }?</b>
    { withdraw-way } { $masked }

    Деньги сразу уйдут из заработанного и придут за { $days ->
        [one] { $days } рабочий день
        [few] { $days } рабочих дня
       *[many] { $days } рабочих дней
    }. До одобрения можно отменить.{ $way ->
        [crypto_pay] {" "}Crypto Bot выплатит столько, сколько это стоит в тот момент. Сначала запустите @CryptoBot: незнакомым он не платит.
       *[other] {""}
    }
withdrawal-why = { $why ->
    [requisites] Реквизиты неверны. Проверьте их и подайте заявку снова.
    [rules] Это не по правилам. Поддержка объяснит.
    [other] Не получилось. Поддержка объяснит.
    [crypto_bot] Crypto Bot вас ещё не знает: запустите @CryptoBot и подайте заявку снова.
    [provider] Платёжный сервис отказал. Попробуйте другой способ.
    [taken_back] Платёж, за который вы получили награду, вернули, а с ним и награду.
    [none] {""}
   *[said] { $reason }
}

# Notices
withdrawal-paid =
    ✅ <b>Выплатили { $amount }</b>

    { withdraw-way } { $masked } { $sent }
withdrawal-returned =
    ↩️ <b>{ $amount } не выплачены</b>

    { withdrawal-why }
    Деньги снова ваши: их можно потратить здесь или вывести ещё раз.

# To support
withdrawal-card =
    💸 <b>Вывод { $withdrawal }: { $amount }</b>
    Пользователь { $user } { $name }
    { withdraw-way } { $masked }
    { $known ->
        [yes] Туда уже выплачивали.
        [other] ⚠️ Раньше выплачивали в другое место.
       *[no] Первый вывод.
    }

    Заработано: { $earned }, наград: { $rewards }
    Выплачено раньше: { $paid }
    Решить до { UNTIL($due) }
withdrawal-news = 💸 <b>{ $withdrawal }</b> · { $amount } · { $news ->
    [second] нужен второй одобряющий
    [approved] { $by ->
        [hand] одобрен: откройте реквизиты, отправьте деньги и отметьте, что выплачено
       *[provider] одобрен: выплатит провайдер
    }
    [cancelled] отменён пользователем
    [paid] выплачен
    [failed] не выплачен, деньги вернулись
   *[rejected] отказ, деньги вернулись
} { withdrawal-why }
withdrawal-requisites =
    🔒 <b>Вывод { $withdrawal }: { $amount }</b>
    { withdraw-way }. Исчезнет через три минуты.
withdrawal-acted = { $outcome ->
    [not_allowed] Это могут только администраторы.
    [own] Свой вывод никто не одобряет.
    [blocked] Пользователь в чёрном списке.
    [owes] За пользователем долг: спор не покрыт.
    [shown] Отправили в ваш чат с ботом.
    [no_requisites] Реквизиты не нужны: платит провайдер.
    [by_provider] Итог сообщит провайдер; иначе: ops.settle_withdrawal.
    [unknown] Такого вывода нет.
   *[other] Поздно: { $outcome }.
}
admin-requisites-not-shown =
    🔒 <b>Вывод { $withdrawal }: реквизиты некому показать</b>

    { $error }. Проверьте REQUISITES_KEYS у listener.
admin-withdrawal-contradicted =
    ⚠️ <b>Вывод { $withdrawal }: провайдер говорит другое</b>

    { $says ->
        [paid] Его закрыли как неудачный, а провайдер всё же выплатил { $amount } ({ $proof }). Записан как выплаченный; пользователь ещё должен { $owed }.
       *[failed] Его закрыли как выплаченный, а провайдер говорит, что { $amount } не выплатил. Ничего не записано. Если пользователь денег не получил: ops.withdrawal_returned.
    }
