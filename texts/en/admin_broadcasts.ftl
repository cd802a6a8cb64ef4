# Broadcasts in the admin menu.
button-admin-broadcasts = Broadcasts
button-admin-refresh = Refresh
button-admin-broadcast-new = ✏️ Write to many
admin-broadcasts = <b>Broadcasts</b>
    { $count ->
        [0] None yet. What you write goes to many customers at once, as fast as Telegram allows.
       *[other] One message to many customers. Tap one to see how it went.
    }
admin-broadcast-mark = { $status ->
    [draft] ✏️
    [scheduled] ⏰
    [sending] ▶️
    [paused] ⏸
    [finished] ✅
    [deleting] 🗑
    [deleted] 🗑
   *[cancelled] ⏹
}
admin-form-broadcast_new = <b>Write to many</b>
admin-ask-broadcast_kind = What is it?

    <b>Important</b> (maintenance, security): everybody gets it, at any hour.
    <b>Offer</b> (news, discounts): not those who turned offers off, and not at night. It has a button to turn such messages off.
admin-field-broadcast_kind = Kind
button-admin-broadcast-kind = { $kind ->
    [important] Important
   *[offer] Offer
}
admin-ask-broadcast_segment = Who gets it?
admin-field-broadcast_segment = To
button-admin-broadcast-segment = { $segment ->
    [all] Everybody
    [active] Paid subscription
    [trial] In a trial
    [expired] Expired
    [never_paid] Never paid
    [never_connected] Never connected
    [language] Language: { $argument }
    [plan] Plan: { $argument }
   *[view] List: { $argument }
}
admin-ask-broadcast_content = Send me the message as customers are to read it: a text, or a photo or a video with a text below it. Formatting is kept. A text has at most 4096 characters, below a photo or video 1024.
admin-field-broadcast_content = Text
button-admin-broadcast-content = { $media ->
    [photo] 🖼{" "}
    [video] 🎬{" "}
   *[none] {""}
}{ $text }
admin-ask-broadcast_buttons = A button below it? Tap a screen of the bot, or write your own buttons, one on each line: what stands on it, a hyphen, and an address, such as

    <code>Read more - https://example.com</code>

    Taps of buttons that lead into the bot are counted.
admin-field-broadcast_buttons = Buttons
admin-form-broadcast_text = <b>Text of a broadcast</b>
admin-form-broadcast_edit = <b>Change a broadcast</b>
    Where it has arrived already, the message is changed as well.
admin-ask-broadcast_language = For readers of which language? Who has no text of his own language gets the one for everybody.
admin-field-broadcast_language = Language
button-admin-broadcast-any = All languages
admin-form-broadcast_compare = <b>Compare two texts</b>
    Text B goes to a part of the customers, drawn by lot. Taps and payments show which one works better.
admin-ask-broadcast_share = How many of a hundred get text B?
admin-field-broadcast_share = Share of B, %
admin-ask-broadcast_days = Payments within how many days after the message are to count?
admin-field-broadcast_days = Days
admin-form-broadcast_start = <b>Start a broadcast</b>
admin-ask-broadcast_when = When? Tap the button, or write day and time by the clock of the shop, such as <code>31.12.2027 18:30</code>.
admin-field-broadcast_when = When
button-admin-broadcast-now = Now
admin-form-broadcast_steer = <b>Broadcast</b>
admin-broadcast-act = { $act ->
    [cancel] It ends now. { $waiting } customers who have not got it yet will not get it.
    [delete] It ends now, and the message is removed from the chats in which it arrived during the last two days. Telegram does not let older ones be removed.
   *[unschedule] It does not start by itself.
}
admin-broadcast = <b>Broadcast { $id }</b> · { $kind ->
    [important] important
   *[offer] offer
} · { $status ->
    [draft] draft
    [scheduled] planned
    [sending] being sent
    [paused] paused
    [finished] sent
    [deleting] being removed
    [deleted] removed
   *[cancelled] cancelled
}
    To: { $segment }
admin-broadcast-audience = Would get it now: <b>{ $reached }</b>{ $unreachable ->
    [0] {""}
   *[other] {" · cannot be reached: "}{ $unreachable }
}{ $declined ->
    [0] {""}
   *[other] {" · want no offers: "}{ $declined }
}
admin-broadcast-scheduled = Starts { ON($at) }
admin-broadcast-not-started = ✋ Did not start{ broadcast-why }
admin-broadcast-text = { $variant ->
    [A] <b>Text A</b> ·{" "}
    [B] <b>Text B</b> ·{" "}
   *[other] {""}
}{ $language } · { $tested ->
    [yes] ✅ tested
    [refused] ⚠️ { $error }
   *[no] not tested yet
}{ $buttons ->
    [0] {""}
    [one] {" · 1 button"}
   *[other] {" · "}{ $buttons } buttons
}
    { $media ->
        [photo] 🖼{" "}
        [video] 🎬{" "}
       *[none] {""}
    }{ $text }
admin-broadcast-share = { $share } of a hundred get text B.
admin-broadcast-figures = { $variant ->
    [A] <b>A:</b>{" "}
    [B] <b>B:</b>{" "}
   *[other] {""}
}{ $sent } sent · { $tapped } tapped · { $payers } paid within { $days } days ({ $paid })
broadcast-why = { $why ->
    [none] {""}
    [no_text] {" · "}There is no text for all languages.
    [no_b] {" · "}There is no text B for all languages.
    [not_tested] {" · "}A text was changed since it was tested.
    [test_refused] {" · "}Telegram refused the test.
    [too_late] {" · "}Its time was more than six hours ago. If it still makes sense, start it again.
    [restored] {" · "}The shop was restored from a backup, and who has got it since is not known. If it goes on, some may get it twice.
   *[other] {" · "}Why: { $why }
}
broadcast-progress = { $status ->
    [draft] ✋ <b>Broadcast { $id } did not start</b>{ broadcast-why }
   *[other] { broadcast-counts }
}
broadcast-counts = { $status ->
    [sending] ▶️ <b>Broadcast { $id } is being sent</b>
    [paused] ⏸ <b>Broadcast { $id } is paused</b>{ broadcast-why }
    [finished] ✅ <b>Broadcast { $id } is sent</b>
    [deleting] 🗑 <b>Broadcast { $id } is being removed</b>
    [deleted] 🗑 <b>Broadcast { $id } is removed</b>
    [scheduled] ⏰ <b>Broadcast { $id } is planned</b>
   *[cancelled] ⏹ <b>Broadcast { $id } is cancelled</b>
}
    Sent: <b>{ $sent }</b> of { $total }{ $status ->
        [sending] {" · about "}{ $minutes } min left
        [finished] {" · took "}{ $minutes } min
       *[other] {""}
    }
    Waiting: { $waiting }{ $asleep ->
        [0] {""}
       *[other] {" ("}{ $asleep } until the night is over)
    }
    Cannot be reached: { $unreachable } · refused: { $failed } · unknown: { $unknown } · left out: { $skipped }{ $outdated ->
        [0] {""}
       *[other] {" · to be changed: "}{ $outdated }
    }{ $deleted ->
        [0] {""}
       *[other] {" · removed: "}{ $deleted }
    }{ $unchanged ->
        [0] {""}
       *[other] {" · could not be changed: "}{ $unchanged }
    }
button-admin-broadcast-test = Send me a test
button-admin-broadcast-text = Write text
button-admin-broadcast-b = Write text B
button-admin-broadcast-compare = Share of text B
button-admin-broadcast-start = Start…
button-admin-broadcast-pause = ⏸ Pause
button-admin-broadcast-resume = ▶️ Go on
button-admin-broadcast-open = Open
button-admin-broadcast-edit = Change the text
button-admin-broadcast-edit-b = Change text B
button-admin-broadcast-steer = { $act ->
    [cancel] ⏹ Cancel it
    [delete] 🗑 Remove it from the chats
   *[unschedule] Do not start by itself
}
toast-admin-broadcast-test = { $count ->
    [0] There is no text to test.
   *[other] The test is on its way. Read it, then tap Refresh.
}
toast-admin-broadcast-steered = { $outcome ->
    [paused] Paused. What is on its way just now still arrives.
    [sending] It goes on.
   *[other] That is not possible now.
}
admin-broadcast-drafted = ✅ Written down, not sent yet. Send yourself a test, then start it.
admin-broadcast-outcome = { $outcome ->
    [written] ✅ The text is written down.
    [compared] ✅ Two texts are compared.
    [started] ✅ It has started. Its progress is shown in this chat.
    [scheduled] ✅ It will start by itself.
    [cancelled] ✅ Cancelled.
    [deleting] ✅ It is being removed.
    [draft] ✅ It does not start by itself any more.
    [no_text] It needs a text for all languages.
    [no_b] It needs a text B for all languages.
    [not_tested] Before it can start: send yourself a test and read it.
    [test_refused] ⚠️ Telegram does not take the text, see below: change it.
    [past] ⚠️ That time is over.
    [over] ⚠️ It has begun or ended meanwhile.
   *[not_so] ⚠️ That is not possible now.
}
