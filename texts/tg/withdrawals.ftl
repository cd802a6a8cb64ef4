# Withdrawals: the screens of who asks, and what support reads.
withdraw =
    <b>Баровардани пул</b>

    Бо даъват { $available } кор кардед. Онро баровардан ё дар ин ҷо харҷ кардан мумкин аст.

    Маблағро интихоб кунед ё дигареро нависед, аз { $min }. Ҳар дархостро одам мебинад; мӯҳлат, рӯзи корӣ: { $days }.
withdraw-wrong-amount = ⚠️ Намешавад: аз { $min } то { $available }.
withdraw-refused =
    <b>Баровардани пул</b>

    { $why ->
        [blocked] Дар ин ҷо пардохт намешавад. Ба дастгирӣ нависед.
        [open] Дар як вақт як дархост.
        [switched_off] Баровардан қатъ шудааст. Кор кардаатон аз они шумост.
        [owes] Бонк пардохти шуморо баргардонд ва он ҳанӯз пӯшонида нашудааст. То он вақт баровардан намешавад.
        [not_in_currency] Бо асъори шумо намепардозем. Онро дар ин ҷо харҷ кардан мумкин аст.
        [no_way] Ҳоло роҳи баровардан нест. Кор кардаатон аз они шумост; аз дастгирӣ пурсед, ки кай мешавад.
       *[too_little] Бо даъват { $available } кор кардед. Аз { $min } баровардан мумкин, дар ин ҷо ҳар вақт харҷ мешавад.
    }
withdraw-open =
    <b>Баровардан: { $amount }</b>
    { withdraw-way } { $masked }

    { withdrawal-status }
    То { UNTIL($due) } ҳал мешавад.
withdraw-earlier = <b>Пештара</b>
withdraw-line = { $date } · { $amount } · { withdrawal-status }
withdraw-way = { $way ->
    [card] Корти бонкӣ
    [sbp] СБП (бо рақами телефон)
    [usdt_trc20] USDT (TRC20)
    [usdt_ton] USDT (TON)
   *[crypto_pay] Crypto Bot дар Telegram
}
withdrawal-status = { $status ->
    [requested] тасдиқро мунтазир аст
    [approved] тасдиқ шуд
    [sending] фиристода мешавад
    [paid] пардохт шуд
    [failed] нашуд
    [rejected] рад шуд
   *[cancelled] бекор шуд
}
withdraw-by =
    <b>Баровардани пул</b>

    { $amount }-ро чӣ тавр мегиред?
withdraw-to =
    <b>{ withdraw-way }</b>

    { $way ->
        [card] Рақами кортро нависед, аз 16 то 19 рақам.
        [sbp] Рақами телефон ва бонкро нависед: +7 900 123-45-67 Сбербанк
        [usdt_trc20] Суроғаи TRC20-ро нависед: бо T оғоз мешавад, 34 аломат.
       *[usdt_ton] Суроғаи TON-ро нависед: 48 аломат.
    }

    Паёми шумо аз чат нест мешавад, навиштаатон рамзгузорӣ нигоҳ дошта мешавад: онро танҳо фиристандаи пул мебинад ва баъд нест мекунем.
withdraw-wrong = { $way ->
    [card] ⚠️ Ин рақами корт нест: рақам нодуруст ё кам аст. Чизе нигоҳ дошта нашуд.
    [sbp] ⚠️ Рақами мобилии Русия ва бонк лозим. Чизе нигоҳ дошта нашуд.
    [usdt_trc20] ⚠️ Ин суроғаи TRC20 нест: аломат нодуруст ё кам аст. Чизе нигоҳ дошта нашуд.
   *[usdt_ton] ⚠️ Ин суроғаи TON нест: аломат нодуруст ё кам аст. Чизе нигоҳ дошта нашуд.
}
withdraw-confirm =
    <b>{ $amount } бароварда шавад?</b>
    { withdraw-way } { $masked }

    Пул дарҳол аз кор кардаатон гирифта мешавад; мӯҳлат, рӯзи корӣ: { $days }. То тасдиқ бекор кардан мумкин аст.{ $way ->
        [crypto_pay] {" "}Crypto Bot арзиши ҳамон лаҳзаро мепардозад. Аввал @CryptoBot-ро оғоз кунед: ба ношинос намепардозад.
       *[other] {""}
    }
withdrawal-why = { $why ->
    [requisites] Реквизитҳо нодурустанд. Санҷида, аз нав пурсед.
    [rules] Ба қоидаҳо мувофиқ нест. Дастгирӣ мефаҳмонад.
    [other] Имкон нашуд. Дастгирӣ мефаҳмонад.
    [crypto_bot] Crypto Bot шуморо намешиносад: @CryptoBot-ро оғоз карда, аз нав пурсед.
    [provider] Хадамоти пардохт рад кард. Роҳи дигарро санҷед.
    [taken_back] Пардохте, ки мукофот дод, баргардонда шуд, бо он мукофот ҳам.
    [none] {""}
   *[said] { $reason }
}

# Notices
withdrawal-paid =
    ✅ <b>Пардохт шуд: { $amount }</b>

    { withdraw-way } { $masked } { $sent }
withdrawal-returned =
    ↩️ <b>{ $amount } пардохт нашуд</b>

    { withdrawal-why }
    Пул боз аз они шумост: харҷ кунед ё аз нав бароред.

# To support
withdrawal-card =
    💸 <b>Баровардан { $withdrawal }: { $amount }</b>
    Корбар { $user } { $name }
    { withdraw-way } { $masked }
    { $known ->
        [yes] Ба он ҷо пештар пардохт шуда буд.
        [other] ⚠️ Пештар ба ҷои дигар рафта буд.
       *[no] Аввалин.
    }

    Кор кард: { $earned }, мукофотҳо: { $rewards }
    Пештар пардохт шуд: { $paid }
    То { UNTIL($due) } ҳал кардан лозим
withdrawal-news = 💸 <b>{ $withdrawal }</b> · { $amount } · { $news ->
    [second] тасдиқкунандаи дуюм лозим
    [approved] { $by ->
        [hand] тасдиқ шуд: реквизитро бинед, пулро фиристед ва пардохтро қайд кунед
       *[provider] тасдиқ шуд: провайдер мепардозад
    }
    [cancelled] корбар бекор кард
    [paid] пардохт шуд
    [failed] пардохт нашуд, баргашт
   *[rejected] рад шуд, баргашт
} { withdrawal-why }
withdrawal-requisites =
    🔒 <b>Баровардан { $withdrawal }: { $amount }</b>
    { withdraw-way }. Баъди се дақиқа нест мешавад.
withdrawal-acted = { $outcome ->
    [not_allowed] Инро танҳо админҳо метавонанд.
    [own] Дархости худро касе тасдиқ намекунад.
    [blocked] Корбар дар рӯйхати сиёҳ аст.
    [owes] Корбар қарздор аст: баҳс пӯшонида нашудааст.
    [shown] Ба чати шумо бо бот фиристода шуд.
    [no_requisites] Реквизит лозим нест: провайдер мепардозад.
    [by_provider] Натиҷаро провайдер мегӯяд; вагарна: ops.settle_withdrawal.
    [unknown] Чунин дархост нест.
   *[other] Дер шуд: { $outcome }.
}
admin-requisites-not-shown =
    🔒 <b>Баровардан { $withdrawal }: реквизитро нишон додан нашуд</b>

    { $error }. REQUISITES_KEYS-и listener-ро санҷед.
admin-withdrawal-contradicted =
    ⚠️ <b>Баровардан { $withdrawal }: провайдер чизи дигар мегӯяд</b>

    { $says ->
        [paid] Он ҳамчун ноком баста шуда буд, вале провайдер { $amount }-ро ба ҳар ҳол пардохт ({ $proof }). Пардохташуда сабт шуд; корбар аз он ҳанӯз { $owed } қарздор аст.
       *[failed] Он ҳамчун пардохташуда баста шуда буд, вале провайдер мегӯяд, ки { $amount }-ро напардохтааст. Чизе сабт нашуд. Агар корбар пул нагирифта бошад: ops.withdrawal_returned.
    }
