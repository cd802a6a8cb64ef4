# Support: the screen, answers to common questions, and tickets. SQL names what is sent; see support.prepare_post().
support =
    <b>Support</b>

    Your question may be answered below. If not, say what it is about and write to us: a person answers here.
menu-hint-support = I only understand buttons. If something does not work, tap “Support” and write there.
incident = ⚠️ <b>{ $text }</b>
support-topic = { $topic ->
    [access] it does not work
    [payment] payment
    [company] an offer for a company
   *[other] other
}
support-ask =
    <b>Support: { support-topic }</b>

    Write what happened, in one message or several. { $topic ->
        [access] Which device and app is it, and since when does it not work? A screenshot helps.
        [payment] How much did you pay, how and when? A screenshot of the receipt helps. Your money is safe: a payment that reached us is on your balance or in your subscription.
       *[other] Photos, files and voice messages arrive, too.
    }
support-more =
    <b>Support: ticket { $ticket }</b>

    Write what else there is to say, in one message or several. Photos, files and voice messages arrive, too.
support-written =
    ✅ <b>Sent to support</b>

    Ticket { $ticket }. The answer comes in this chat. If there is more to say, just write it.
support-written-unread =
    📝 <b>Your message is kept</b>

    Ticket { $ticket }. Nobody of the shop reads here at the moment, and that is our fault: it was told to those who run the shop. The answer will come in this chat.
support-too-many = That was a lot within an hour, and this message was not passed on. We have your ticket and answer here.
support-ticket =
    <b>Support: ticket { $ticket }</b>, { $open ->
        [yes] open
       *[no] closed
    }
support-line = <b>{ $sender ->
    [support] Support
    [customer] User
   *[user] You
}</b> · { $sent }{ support-kind }
support-kind = { $kind ->
    [text] {""}
    [photo] {""} · photo
    [voice] {""} · voice message
    [sticker] {""} · sticker
    [document] {""} · file
    [audio] {""} · audio
   *[video] {""} · video
}

# To the user
support-answer = 💬 <b>Support</b>, ticket { $ticket }{ support-kind }
support-closed =
    <b>Ticket { $ticket } is closed</b>

    If it is not solved, reply within { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }: the ticket opens again, with all that was written.

# To support
support-card =
    🎫 <b>Ticket { $ticket }: { support-topic }</b>

    User { $user } { $name }
    { $status ->
        [none] No subscription
       *[other] { $plan }, { $status }, until { UNTIL($ends) }
    }
    { $paid ->
        [yes] Last payment: { $amount } by { $provider }, { $paid_at }
       *[no] No payment yet
    }
    { $seen ->
        [yes] Last connected: { $seen_at }
       *[no] No connection is known
    }

    Reply to a message of this ticket to answer.
support-message = 🎫 <b>{ $ticket }</b> · user { $user }{ support-kind }
support-answered = 🎫 <b>{ $ticket }</b> · answered{ support-kind }
support-is-closed = 🎫 <b>{ $ticket }</b> · closed by { $by ->
    [user] the user
    [support] support
   *[nobody] nobody: it is open again
}
support-file-missing = <i>The file could not be passed on.</i>
support-failed =
    ⚠️ <b>This answer did not arrive</b> (ticket { $ticket })

    { $error }
support-user-gone = This user has deleted the account, so nobody can be answered.
support-history = 🎫 <b>{ $ticket }</b> · what was written

# Answers to common questions
faq-pay =
    <b>How do I pay?</b>

    Choose a plan and a period under “Subscription”. You pay from your balance; if it is short, the order offers to top it up, and is paid automatically when the money arrives. The ways to pay are shown there.

    A payment that reached us is never lost: it is on your balance, even if it came late.
faq-connect =
    <b>How do I connect?</b>

    Tap “Connect”, choose your device and follow the steps: install an app, add your subscription to it, turn it on. After a renewal the key stays the same.
faq-slow =
    <b>It is slow or does not connect</b>

    1. Turn the connection off and on again in the app.
    2. Refresh the subscription in the app: servers may have changed.
    3. Choose another server there, if it lists several.
    4. Try another network: mobile data instead of Wi-Fi.

    If that does not help, write to us: say which device, app and network it is.
faq-devices =
    <b>How many devices?</b>

    As many as your plan says, see “Subscription”. Connect each one in the same way. If somebody else got your address, take a new one under “Connect”: the old one then stops working.
faq-refund =
    <b>Can I have my money back?</b>

    Write to us and say why: we look at each case. What we could not deliver comes back to your balance automatically, and the history shows every charge and refund.
