# Customers in the admin menu: who they are, their money, and what is done about them.
button-admin-customers = Customers
button-admin-payments = Payments
button-admin-withdrawals = Withdrawals
button-admin-audit = Audit log
button-admin-nobody = unknown
button-admin-customer-number = customer { $id }
button-admin-find = Find a customer
button-admin-yes-no = { $yes ->
    [yes] Yes
   *[no] No
}
admin-nothing = There is nothing here.
admin-customers = <b>Customers</b>
    Find one by the customer number, the Telegram id, @username, a part of the name, a forwarded message, or the number of a payment.
admin-form-find_customer = <b>Find a customer</b>
admin-ask-who_to_find = Who? Send the customer number, a Telegram id, @username, a part of the name, a payment’s number, or forward a message of that person.
admin-field-who_to_find = Search
admin-found = <b>Found</b>
    { $what ->
        [hidden] That person hides who he is when his messages are forwarded. Ask for his customer number: it stands under More in his bot.
        [nothing] Nobody and nothing fits. Part of a name needs two letters at least.
       *[several] { $count ->
            [one] { $count } hit
           *[other] { $count } hits
        }. Choose one.
    }
button-admin-found = { $kind ->
    [payment] Payment { $id } · { $amount } · { $name }
    [order] Order { $id } · { $name }
   *[customer] { $name } · { $id }
}

# The card
admin-customer-name = <b>{ $name }</b> · customer { $id }
admin-customer-telegram = { $known ->
    [yes] { $name } · Telegram { $id }
   *[no] Who this was on Telegram is erased.
}
admin-customer-since = Language { $language } · { $zone } · here since { $since }
admin-customer-brought-by = Brought by customer { $id }
admin-customer-campaign = Came by the link of campaign { $campaign }
admin-customer-blocked = ⛔ On the blacklist: { $reason }
admin-customer-unreachable = 🔕 Has stopped the bot: messages do not arrive.
admin-customer-role = 🛠 Admin: { $role }
admin-customer-open-ticket = 💬 Open ticket { $id }
admin-customer-balance = Balance: <b>{ $balance }</b>
admin-customer-bonus = – of it a bonus: { $amount }
admin-customer-earned = – of it earned by bringing others: { $amount }
admin-customer-also = Also { $balance }
admin-customer-paid-in = { $paid ->
    [yes] Paid in so far: { $amount }, last { ON($at) }
   *[no] Has never paid.
}
admin-customer-vip = 👑 VIP: { $percent } % off
admin-customer-discount = 🏷 Discount: { $percent } %{ $ends ->
    [yes] {" "}until { $until }
   *[no] {""}
}
admin-subscription = <b>{ $title }</b>{ $trial ->
    [yes] {" "}(trial)
   *[no] {""}
}: { $status ->
    [activating] ⏳ being turned on, until { UNTIL($ends) }
    [active] ✅ until { UNTIL($ends) }
    [grace] ⚠️ over since { $ends }, access is kept until { UNTIL($expires) }
    [expired] ended { ON($expires) }
   *[none] nothing of it is left
}
admin-subscription-renewal = { $how ->
    [next] Next charge: { $at }, { $amount }, from { $source ->
        [method] { $method }
       *[balance] the balance
    }
    [cancelled] Cancelled: it is not renewed.
    [on] Auto-renewal is on, nothing to charge now.
   *[off] Auto-renewal is off.
}
admin-subscription-vpn = VPN: { $panels } · { $seen ->
    [yes] last seen { ON($at) }
   *[no] { $connected ->
        [yes] has connected
       *[no] never seen
    }
}{ $devices ->
    [no] {""}
   *[other] {" · devices "}{ $devices }{ $limit ->
        [no] {""}
       *[other] {" of "}{ $limit }
    }
}{ $used ->
    [no] {""}
   *[other] {" · "}{ $used } GB{ $of ->
        [no] {""}
       *[other] {" of "}{ $of } GB
    }
}
admin-subscription-lags = ⏳ A panel has not confirmed it yet. { $error }
admin-no-subscription = No subscription.
admin-last-notice = Last message: { $what }, { $at }
button-admin-subscription = ⚙️ { $title }
button-admin-story = Whole story
button-admin-history = History
button-admin-money = Money, discounts
button-admin-notices-sent = Messages sent
button-admin-notices-ahead = Messages to come
button-admin-devices = Devices
button-admin-growth-of = Friends, gifts
button-admin-operations = Done by hand
button-admin-audit-of = Log
button-admin-write = ✉️ Write
button-admin-block = ⛔ Block
button-admin-unblock = Unblock
button-admin-erase = Forget the person

# Its pages
admin-history = <b>History</b>
    What came, what was charged, what was given, and why. Newest first.
admin-history-empty = <b>History</b>
    Nothing yet.
button-admin-why = Why −{ $amount } · { $at }?
admin-charge = <b>Why { $amount } were charged</b>
    { $at }
admin-charge-for = For { $plan }, { period }: { $starts } – { $ends }
admin-charge-price = The price: { $price }{ $known ->
    [yes] {" "}(on sale since { $since })
   *[no] {""}
}{ $cheaper ->
    [yes] , { $discount } less for this person
   *[no] {""}
}
admin-charge-code = With the promo code { $code }
admin-charge-ordered = The customer ordered it himself: order { $id }, { $at }
admin-charge-renewed = Auto-renewal. { $told ->
    [yes] It was announced { ON($at) }: { $amount }.
   *[no] No announcement of it is kept.
}
admin-charge-paid-by = Paid from { $source ->
    [payment] a payment that came for it: { $method }
   *[balance] the balance
}
admin-charge-refunded = Given back of it: { $amount }
admin-story = <b>Whole story</b>
    All that happened, newest first.
admin-story-line = { $at } · <b>{ $what }</b>{ $has_amount ->
    [yes] {" "}{ $amount }
   *[no] {""}
}{ $has_detail ->
    [yes] {" "}– { $detail }
   *[no] {""}
}{ $has_ref ->
    [yes] {" "}· { $ref }
   *[no] {""}
}
admin-story-by-hand = By hand: { $action }
admin-story-what = { $what ->
    [top-up_ordered] Top-up ordered
    [ordered] Ordered
    [payment_failed] Payment failed
    [saved_method_declined] Saved method declined
    [payment_disputed] Payment disputed
    [paid_in] Paid in
    [charged] Charged
    [unused_time_credited] Unused time credited
    [refunded] Refunded
    [payout] Sent back
    [payout_failed] Could not be sent back
    [payout_returned] What was sent back returned
    [loss] Covered by the shop
    [dispute_covered] Taken back by the bank
    [dispute_won] The bank gave the payment back
    [credit] Money given by hand
    [debit] Money taken by hand
    [assignment] Payment found
    [reward] Reward
    [welcome] Bonus for the first payment
    [reward_taken_back] Reward taken back
    [withdrawal] Withdrawal
    [withdrawal_returned] Withdrawn money came back
    [trial] Free trial
    [grant] Time given
    [gift] Gift bought
    [gift_returned] Money of a gift given back
    [gift_taken] Gift taken
    [gift_paid] Gift paid
    [prize] Won in the game
    [prize_days] Days won in the game
    [reversal] Correction of an entry
    [promo] Promo code
    [promo_taken_back] Promo code taken back
    [promo_code] Promo code used
    [came] Came by
    [dice_thrown] Threw the dice
    [signed_up] Came to the shop
    [access_lags] A panel lags
    [access_confirmed] Access, as the panel has it
    [first_connected] Connected first
    [access_removed] Access removed
    [access_came_late] Access came late
    [told] Told
    [not_told] Not told
    [not_delivered] Message not delivered
    [broadcast] Broadcast
    [broadcast_not_sent] Broadcast not sent
    [now] Now
   *[other] -
}
admin-notices-sent = <b>Messages sent</b>
    Of the last weeks, newest first. What they said is not kept.
admin-notice-sent = { $at } · { $what }
admin-notices-ahead = <b>Messages to come</b>
    Within 30 days, as things stand.
admin-notice-ahead = { $at } · { $what }{ $verdict ->
    [send] {""}
    [disabled] {" "}– not sent: switched off
    [opted_out] {" "}– not sent: does not want such messages
    [unreachable] {" "}– not sent: has stopped the bot
    [quiet_hours] {" "}– not sent: quiet hours
    [overtaken] {" "}– not sent: a later one replaces it
    [late] {" "}– not sent: too late
   *[other] {" "}– depends on what is known then
}
admin-devices = <b>Devices</b>
    As the panels told last; they are asked again now.
admin-devices-none = <b>Devices</b>
    No device is known. If a panel can list them, it is asked now: come back in a minute.
admin-device = { $title } · { $name } · { $panel } · { $seen ->
    [unbinding] being unbound
    [yes] seen { ON($at) }
   *[no] last use unknown
}
button-admin-device = { $name } · { $panel }
button-admin-all-devices = All devices
button-admin-unbind-of = Unbind a device: { $title }
admin-growth-of = <b>Friends and gifts</b>
    Brought: { $brought }, of these paying: { $paying }. Earned by that: { $earned }
admin-gifts-of = Gifts: paid { $paid } (not taken yet: { $unused }), received { $taken }
admin-codes-of = Promo codes used: { $codes }
admin-methods-of = Saved payment methods: { $count }, withdrawals: { $withdrawals }
admin-operations = <b>Done by hand</b>
admin-operation = { $at } · <b>{ $action }</b>{ $has_amount ->
    [yes] {" "}{ $amount }
   *[no] {""}
} – { $outcome }
    { $by }: “{ $reason }”

# What is done
button-admin-give-time = 🎁 Give time
button-admin-change-end = Change the end
button-admin-auto-renew = Auto-renewal
button-admin-cancel-subscription = Cancel
button-admin-refund = Refund
button-admin-reverse = Undo the charge
button-admin-resend = Send access again
button-admin-reissue = New key
button-admin-unbind = Unbind a device
button-admin-move = Move to a panel
button-admin-revoke = ⛔ End now
button-admin-credit = ➕ Give money
button-admin-debit = ➖ Take money
button-admin-discount = Discount
button-admin-discount-off = End the discount
button-admin-vip = Make a VIP
button-admin-vip-off = End VIP
button-admin-code-use = Give a code back
button-admin-referrer = Who brought him
button-admin-time = { period }
button-admin-money-kind = { $value ->
    [bonus] As a bonus
   *[cash] As money
}
button-admin-refund-to = { $value ->
    [source] Where it came from
   *[balance] To the balance
}
button-admin-period = { $title } · { $starts } · { $left }
admin-form-give_time = <b>Give time</b>
admin-form-change_end = <b>Change the end</b>
admin-form-auto_renew = <b>Auto-renewal</b>
admin-form-cancel_subscription = <b>Cancel the subscription</b>
    What is paid for stays; it is not renewed.
admin-form-revoke_access = <b>End the subscription now</b>
    Access stops at once. No money goes back: use Refund for that.
admin-form-credit_money = <b>Give money</b>
    It is the shop’s. A bonus is spent first and is never paid out.
admin-form-debit_money = <b>Take money from the balance</b>
admin-form-refund_period = <b>Refund</b>
    The time that the money paid for goes, too.
admin-form-reverse_charge = <b>Undo the charge</b>
    What is left of it goes to the balance, and its time ends.
admin-form-block_customer = <b>Blacklist</b>
    Nothing is sold to this person any more. What was paid for runs to its end, and the balance stays his.
admin-form-unblock_customer = <b>Take off the blacklist</b>
admin-form-erase_customer = <b>Forget the person</b>
    Name, Telegram id, messages and saved cards are erased and cannot be brought back. The subscription runs to its end.
admin-form-discount = <b>Discount on everything</b>
admin-form-discount_off = <b>End the discount</b>
admin-form-vip_on = <b>Make a VIP</b>
admin-form-vip_off = <b>End VIP</b>
admin-form-return_code_use = <b>Give the use of a promo code back</b>
admin-form-set_referrer = <b>Who brought this customer</b>
    It counts for payments from now on.
admin-form-reissue_key = <b>New key</b>
    The old address and keys stop working. The customer gets a message and has to set up his devices anew.
admin-form-resend_access = <b>Send access again</b>
    The panels get it once more, and the customer a message with the way to it. The key stays.
admin-form-unbind_device = <b>Unbind a device</b>
admin-form-move_access = <b>Move to another panel</b>
    The old access works until the new one does. Then the key changes, and the customer is told.
admin-form-write_customer = <b>Write to the customer</b>
    It arrives as an answer of support, and he can reply.
admin-ask-gift_time = How much? Choose, or write a number of days.
admin-field-gift_time = Time
admin-ask-new_end = Until when? For example 31.12.2026 or 2026-12-31 18:00, in your time zone.
admin-field-new_end = New end
admin-ask-renewal_switch = Should it be renewed automatically?
admin-field-renewal_switch = Auto-renewal
admin-ask-tell_customer = Should the customer get a message about it? It contains the reason.
admin-field-tell_customer = Message
admin-ask-money_amount = How much? For example 149 or 99.50, in the currency of his balance.
admin-field-money_amount = Amount
admin-ask-money_kind = As money or as a bonus?
admin-field-money_kind = Kind
admin-ask-refund_of = Which payment for a period? The amount is what is left of it.
admin-field-refund_of = Period
admin-ask-refund_part = How much? Leave it out for all that is possible.
admin-field-refund_part = Amount
admin-ask-refund_to = Where to?
admin-field-refund_to = To
admin-ask-ends_renewal = If all that was paid last goes back: should the subscription be cancelled as well?
admin-field-ends_renewal = Cancel
admin-ask-percent_off = How many percent, 1 to 99?
admin-field-percent_off = Percent
admin-ask-discount_end = Until when? For example 31.12.2026. Leave it out for: until it is ended by hand.
admin-field-discount_end = Until
admin-ask-code_used = Which code?
admin-field-code_used = Code
admin-ask-brought_by = By whom? A customer number, @username or a forwarded message; it has to fit one person only. Leave it out for nobody.
admin-field-brought_by = By
admin-ask-typed_number = This cannot be undone. To go on, write the customer number.
admin-field-typed_number = Customer
admin-ask-device_to_unbind = Which device?
admin-field-device_to_unbind = Device
admin-ask-move_to = From where to where? Panels that are switched off are not offered.
admin-field-move_to = Move
admin-ask-message_text = What do you want to say? At most 1800 characters.
admin-field-message_text = Message

# What becomes of it
admin-operation-will = { $happens ->
    [yes] 👉 <b>This will happen:</b>
   *[no] ⚠️ <b>This will not work:</b>
}
admin-operation-done = { $happens ->
    [yes] ✅ <b>Done:</b>
   *[no] ⚠️ <b>Not done:</b>
}
admin-outcome = { $outcome ->
    [extended] the time is added
    [shortened] the end is earlier
    [unchanged] it is so already
    [end_changed] nothing: it ends at another time than when you began. Look again
    [out_of_range] that time is not possible (in the past, or over ten years)
    [no_subscription] there is no subscription
    [unknown_subscription] there is no such subscription
    [several_subscriptions] there are several subscriptions: choose one
    [on] auto-renewal is on
    [off] auto-renewal is off
    [nothing_to_renew] there is nothing that could be renewed
    [cancelled] cancelled, it runs to its end
    [already_cancelled] it is cancelled already
    [not_active] it does not run
    [revoked] the subscription ends now
    [credited] the money is on the balance
    [debited] the money is taken
    [insufficient_funds] the balance is too low
    [amount_out_of_range] that amount is not possible
    [refunded] the money goes back
    [not_paid] nothing was paid for it
    [already_refunded] all of it was given back before
    [exceeds_charge] more than is left of what was paid
    [exceeds_payments] not so much can go back to where it came from: send the rest to the balance
    [no_such_charge] it paid for no period
    [sending] the money is held and sent back
    [already_returned] all of it went back before
    [exceeds_payment] more than is left of the payment
    [whole_only] this provider sends back whole payments only
    [unknown_payment] there is no such payment
    [blocked] on the blacklist
    [already_blocked] is on the blacklist already
    [is_admin] admins cannot be blocked: take the role away first
    [unblocked] off the blacklist
    [not_blocked] is not on the blacklist
    [erased] forgotten
    [unknown] there is no such thing, or the person was erased
    [set] it is set
    [removed] it is ended
    [no_discount] there is none
    [refused] that is not possible
    [returned] given back
    [not_used] the code was not used for a purchase
    [unknown_user] there is no such customer
    [is_himself] nobody brings himself
    [is_a_cycle] they would have brought each other
    [reissued] there is a new key
    [too_soon] the last one is less than five minutes old
    [unbound] it is unbound
    [unbinding] the panel unbinds it
    [not_bound] it is not bound any more
    [not_listed] no panel of this customer can do that
    [moving] it is being moved
    [not_there] it is not at that panel
    [is_there] it is there already
    [no_such_panel] there is no such panel
    [resent] it is sent
    [sent] sent
    [already_sent] was sent before
    [already_failed] had failed before
    [not_sent] it was never sent
    [failed] it failed, the money is the customer’s again
    [wrong_length] the message is empty or too long
    [user_is_gone] the person was erased
    [assigned] the money is the customer’s
    [already_resolved] somebody decided about it before
    [disputed] the payer’s bank has taken it back, or the dispute is still open: there is nothing to send now
    [approved] approved
    [needs_second] approved by you; the amount needs a second admin
    [rejected] refused, the money is the person’s again
    [shown] the details come in a message of their own, for ten minutes
    [no_requisites] it needs no details: the provider pays it
    [own] nobody approves his own
    [owes] a bank took a payment of this person back, and it is not covered yet
    [by_provider] its provider says what becomes of it
    [requested] it waits for approval
    [paid] paid
   *[other] { $outcome }
}
admin-result-amount = Amount: { $amount }
admin-result-balance = Balance: { $balance }
admin-result-ends = Paid until: { $ends }
admin-result-ends-before = Paid until: { $ends }, before: { $was }
admin-result-renews = { $renews ->
    [yes] It will be renewed.
   *[no] It will not be renewed.
}
admin-result-percent = { $percent } % off
admin-result-refundable = Possible: { $amount }
admin-result-why = Why: { $why }

# Payments
admin-payments = <b>Payments</b>
    { $what ->
        [some] Only: { $narrowed }
       *[all] Newest first.
    }{ $count ->
        [0] {" "}There are none.
       *[other] {""}
    }
button-admin-payment = { $at } · { $amount } · { $name }{ $back ->
    [yes] {" ↩️"}
   *[no] {""}
}
button-admin-find-payment = Find a payment
button-admin-suspense = Payer unknown
button-admin-refunds-to-send = Refunds to send
admin-form-find_payment = <b>Find a payment</b>
admin-ask-payment_to_find = Which? Send an amount (149), a day (31.12.2026), a provider (crypto_pay), the number of a payment or an order, the provider’s id of the charge, or whose it is.
admin-field-payment_to_find = Search
admin-payment = <b>Payment { $id }: { $amount }</b>
    { $name } · { $provider } · { $at }
    <code>{ $charge }</code>
admin-payment-credited = Credited: { $credited }{ $known ->
    [yes] , the provider kept { $fee }
   *[no] {""}
}
admin-payment-for = For: { $kind ->
    [none] the balance
    [topup] a top-up, order { $order }
    [gift] a gift, order { $order }
   *[other] { $plain ->
        [yes] order { $order }
       *[no] { $plan }, order { $order }
    }
}
admin-payment-sent-back = Sent back: { $amount }
admin-payment-sending = On its way back: { $amount }
admin-payment-refundable = Can still be sent back: up to { $amount }, as far as it is on the balance
admin-payment-dispute = ⚖️ The payer’s bank wants it back: { $status }
admin-payment-suspense = ⚠️ Nobody knows whose this is: { $why }. Ask the provider who paid, then give it to the customer or send it back.
button-admin-to-customer = The customer
button-admin-to-charge = What it bought
button-admin-send-back = Send money back
button-admin-assign = It is a customer’s
button-admin-return = It was sent back
admin-form-send_back = <b>Send money back</b>
    Money on the balance goes back to this payment. What was bought stays: use Refund for that.
admin-form-assign_payment = <b>Whose is the payment?</b>
admin-form-return_payment = <b>The payment was sent back</b>
    Send it back in the provider’s cabinet first; this books it.
admin-ask-payer = Whose is it? A customer number, @username or a forwarded message; it has to fit one person only.
admin-field-payer = Customer
admin-suspense = <b>Payer unknown</b>
    { $count ->
        [0] Every payment has its payer.
       *[other] Money that came without a certain payer, the longest waiting first.
    }
admin-refunds-to-send = <b>Refunds to send</b>
    { $count ->
        [0] None waits.
       *[other] Where a provider does not send it by itself: send it in its cabinet, then say so here.
    }
admin-refund-to-send = { $id } · { $amount } · { $provider } · waits since { $since }
    <code>{ $charge }</code>
button-admin-settle-refund = { $id } · { $amount }
button-admin-refund-number = Refund { $id }
button-admin-refund-outcome = { $value ->
    [sent] It was sent
    [failed] It cannot be sent
   *[returned] It came back
}
admin-form-settle_refund = <b>What became of the refund?</b>
admin-ask-refund_outcome = What became of it?
admin-field-refund_outcome = Outcome

# Withdrawals
admin-withdrawals = <b>Withdrawals</b>
    { $which ->
        [open] Those that wait, the most urgent first.
       *[settled] Settled ones, newest first.
    }{ $count ->
        [0] {" "}There are none.
       *[other] {""}
    }
button-admin-withdrawal = { $late ->
    [yes] {"⏰ "}
   *[no] {""}
}{ $amount } · { $name } · { $state }
button-admin-withdrawals-settled = Settled
button-admin-withdrawals-open = Waiting
admin-withdrawal = <b>Withdrawal { $id }: { $amount }</b> · { $name }
admin-withdrawal-way = { withdraw-way } { $masked }
admin-withdrawal-status = State: { withdrawal-status }
admin-withdrawal-times = Asked for { ON($at) } · { $settled ->
    [yes] settled { ON($ended) }
   *[no] promised by { $due }
}
admin-withdrawal-earned = Earned: { $earned }, rewards: { $rewards } · paid out before: { $paid }
admin-withdrawal-approvers = Approved by: { $count }
admin-withdrawal-why = Reason: { $reason }
admin-withdrawal-error = ⚠️ The provider: { $error }
button-admin-approve = Approve
button-admin-reject = Refuse
button-admin-requisites = Show details
button-admin-was-paid = It is paid
button-admin-not-paid = It cannot be paid
admin-form-approve_withdrawal = <b>Approve the withdrawal</b>
admin-form-reject_withdrawal = <b>Refuse the withdrawal</b>
admin-form-show_requisites = <b>Show where it goes</b>
    Who sees the details may send the money. That is recorded.
admin-form-withdrawal_paid = <b>The withdrawal is paid</b>
admin-form-withdrawal_failed = <b>The withdrawal cannot be paid</b>
admin-ask-refusal_reason = Why? Choose, or write it in the person’s language: the person reads it.
admin-field-refusal_reason = Reason
admin-ask-approval_note = A note for the log? It can be left out.
admin-field-approval_note = Note
admin-ask-payment_proof = By what is it known? For example the number of the transfer.
admin-field-payment_proof = Proof

# The audit
admin-audit = <b>Who changed what</b>
    { $by ->
        [all] Everything, also what the shop did by itself.
        [hand] What people did.
       *[other] Only: { $narrowed }
    } Newest first.
admin-audit-of = <b>Log of this customer</b>
    Newest first.
admin-audit-line = { $at } · <b>{ $action }</b>
    { $by } · { $subject }{ $changed ->
    [yes] {" · "}{ $changes }
   *[no] {""}
}{ $why ->
    [yes] {" · "}“{ $reason }”
   *[no] {""}
}
admin-audit-choose = <b>Who changed what</b>
    Choose what to see.
button-admin-audit-by-hand = By people
button-admin-audit-all = Everything
button-admin-audit-who = By whom
button-admin-audit-about = About what
button-admin-audit-what = What was done
