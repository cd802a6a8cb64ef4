# Withdrawals: the screens of who asks, and what support reads.
withdraw =
    <b>Withdraw</b>

    You have earned { $available } by bringing others. It can be paid out, or spent here.

    Choose how much, or write another amount, from { $min }. A person of the shop looks at each request; the money comes within { $days ->
        [one] { $days } business day
       *[other] { $days } business days
    }.
withdraw-wrong-amount = ⚠️ That is not possible: from { $min } up to { $available }.
withdraw-refused =
    <b>Withdraw</b>

    { $why ->
        [blocked] Nothing is paid out here. Write to support.
        [open] One withdrawal at a time.
        [switched_off] Withdrawals are paused. What you have earned stays yours.
        [owes] A bank took a payment of yours back, and it is not covered yet. Nothing can be paid out until then.
        [not_in_currency] Nothing is paid out in your currency. What you have earned can be spent here.
        [no_way] There is no way to pay it out at the moment. What you have earned stays yours; ask support when it will be possible.
       *[too_little] You have earned { $available } by bringing others. From { $min } on it can be paid out; it can be spent here at any time.
    }
withdraw-open =
    <b>Withdrawal: { $amount }</b>
    { withdraw-way } { $masked }

    { withdrawal-status }
    It is settled by { UNTIL($due) }.
withdraw-earlier = <b>Earlier</b>
withdraw-line = { $date } · { $amount } · { withdrawal-status }
withdraw-way = { $way ->
    [card] Bank card
    [sbp] SBP (by phone number)
    [usdt_trc20] USDT (TRC20)
    [usdt_ton] USDT (TON)
   *[crypto_pay] Crypto Bot in Telegram
}
withdrawal-status = { $status ->
    [requested] waiting for approval
    [approved] approved
    [sending] being sent
    [paid] paid
    [failed] could not be paid
    [rejected] refused
   *[cancelled] cancelled
}
withdraw-by =
    <b>Withdraw</b>

    How do you want { $amount }?
withdraw-to =
    <b>{ withdraw-way }</b>

    { $way ->
        [card] Write the number of the card, 16 to 19 digits.
        [sbp] Write the phone number and the bank: +7 900 123-45-67 Sberbank
        [usdt_trc20] Write the TRC20 address: it begins with T and has 34 characters.
       *[usdt_ton] Write the TON address: it has 48 characters.
    }

    Your message is removed from the chat, and what it says is stored encrypted: only who sends the money sees it, and it is erased once the withdrawal is settled.
withdraw-wrong = { $way ->
    [card] ⚠️ This is no number of a card: a digit is wrong or missing. Nothing was stored.
    [sbp] ⚠️ A Russian mobile number and a bank are needed. Nothing was stored.
    [usdt_trc20] ⚠️ This is no TRC20 address: a character is wrong or missing. Nothing was stored.
   *[usdt_ton] ⚠️ This is no TON address: a character is wrong or missing. Nothing was stored.
}
withdraw-confirm =
    <b>Withdraw { $amount }?</b>
    { withdraw-way } { $masked }

    The money leaves what you have earned now and comes within { $days ->
        [one] { $days } business day
       *[other] { $days } business days
    }. Until it is approved you can cancel.{ $way ->
        [crypto_pay] {" "}Crypto Bot pays what it is worth at that moment. Start @CryptoBot first: it pays nobody who has not.
       *[other] {""}
    }
withdrawal-why = { $why ->
    [requisites] The details are not right. Check them and ask again.
    [rules] It does not fit the rules. Support explains.
    [other] It was not possible. Support explains.
    [crypto_bot] Crypto Bot does not know you yet: start @CryptoBot, then ask again.
    [provider] The payment service refused it. Try another way.
    [taken_back] A payment that brought you a reward was returned, and the reward with it.
    [none] {""}
   *[said] { $reason }
}

# Notices
withdrawal-paid =
    ✅ <b>Paid: { $amount }</b>

    { withdraw-way } { $masked } { $sent }
withdrawal-returned =
    ↩️ <b>{ $amount } were not paid out</b>

    { withdrawal-why }
    The money is yours again: it can be spent here or asked for once more.

# To support
withdrawal-card =
    💸 <b>Withdrawal { $withdrawal }: { $amount }</b>
    User { $user } { $name }
    { withdraw-way } { $masked }
    { $known ->
        [yes] It went there before.
        [other] ⚠️ Earlier ones went elsewhere.
       *[no] The first one.
    }

    Earned: { $earned }, rewards: { $rewards }
    Paid out before: { $paid }
    To be settled by { UNTIL($due) }
withdrawal-news = 💸 <b>{ $withdrawal }</b> · { $amount } · { $news ->
    [second] a second approver is needed
    [approved] { $by ->
        [hand] approved: show the details, send the money, then say that it is paid
       *[provider] approved: the provider pays it
    }
    [cancelled] cancelled by the user
    [paid] paid
    [failed] not paid, given back
   *[rejected] refused, given back
} { withdrawal-why }
withdrawal-requisites =
    🔒 <b>Withdrawal { $withdrawal }: { $amount }</b>
    { withdraw-way }. Removed in three minutes.
withdrawal-acted = { $outcome ->
    [not_allowed] Only admins can do that.
    [own] Nobody approves a withdrawal of his own.
    [blocked] The user is on the blacklist.
    [owes] The user owes the shop: a dispute is not covered.
    [shown] Sent to your own chat with the bot.
    [no_requisites] It needs no details: a provider pays it.
    [by_provider] Its provider says what became of it; otherwise: ops.settle_withdrawal.
    [unknown] There is no such withdrawal.
   *[other] Too late: { $outcome }.
}
admin-requisites-not-shown =
    🔒 <b>Withdrawal { $withdrawal }: nobody could show the details</b>

    { $error }. Check REQUISITES_KEYS of the listener.
admin-withdrawal-contradicted =
    ⚠️ <b>Withdrawal { $withdrawal }: its provider says otherwise</b>

    { $says ->
        [paid] It was settled as failed, and its provider paid { $amount } all the same ({ $proof }). It is booked as paid; the user still owes { $owed } of it.
       *[failed] It was settled as paid, and its provider says that it did not pay { $amount }. Nothing was booked. If the user has nothing: ops.withdrawal_returned.
    }
