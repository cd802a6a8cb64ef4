# What stands before a trial or a first purchase, and the form of companies.
terms =
    <b>Rules</b>

    The rules of this shop are at the button below.
terms-none =
    <b>Rules</b>

    This shop has no rules beyond what it says about prices, access and your data.
terms-ask = { $before ->
    [yes] <b>Before we begin, please read the rules and accept them.</b> We ask once, and again only when they change.
   *[no] You have not accepted these rules yet.
}
terms-accepted = ✅ You accepted them { ON($at) }.
channels =
    <b>Join us first</b>

    Before a free trial or a first purchase, please join { $count ->
        [one] this channel
       *[other] these channels
    }. What we say about servers and outages is said there.

    Then tap “I have joined”.
blocked =
    <b>This shop sells nothing to this account</b>

    What you paid for runs to its end, and money on your balance stays yours.{ $known ->
        [yes] {""} To ask about it: { $contact }
       *[no] {""}
    }
account-blocked =
    <b>This shop sells nothing more to this account</b>

    What you paid for runs to its end and is not renewed: nothing is charged any more. Money on your balance stays yours.
account-unblocked =
    <b>You can use the shop again</b>

    Auto-renewal stays off until you turn it on under “Subscription”.
company-intro =
    <b>VPN for your company</b>

    Four short questions; then a person answers here with an offer.
company-ask = <b>{ $question ->
    [company] What is your company called?
    [people] How many people is it for?
    [contact] How do we reach you?
   *[comment] Anything else we should know?
}</b>{ $question ->
    [people] {""} A number is enough.
    [contact] {""} An e-mail address, a phone number or a name in Telegram.
    [comment] {""} Devices, countries, since when: whatever matters. You can skip this.
   *[company] {""}
}
company-invalid = ⚠️ { $question ->
    [company] A name has 2 to 100 characters.
    [people] Please send a number, such as 25.
    [contact] Please send an e-mail address, a phone number, or a name such as @name.
   *[comment] A comment has 1000 characters at most.
}
company-filled-in =
    <b>VPN for your company</b>

    Company: <b>{ $company }</b>
    People: <b>{ $people }</b>
    Contact: <b>{ $contact }</b>
    Comment: { $comment }

    Send it? The answer comes in this chat.
company-closed = <b>VPN for your company</b> { $why ->
    [too_many] We have your requests of today and answer here. If there is more to say, write to support.
   *[switched_off] We take no requests at the moment. Write to support if you have a question.
}
