# What is in the audit, what people were told, and why something was refused.
admin-action = { $action ->
    [operation-extend] time given
    [operation-change_end] end changed
    [operation-set_auto_renew] auto-renewal switched
    [operation-cancel] cancelled
    [operation-revoke] ended at once
    [operation-credit] money given
    [operation-debit] money taken
    [operation-refund] refund
    [operation-payout] money sent back
    [admin-made] admin made
    [admin-changed] role changed
    [admin-removed] admin removed
    [user-created] came
    [user-blocked] put on the blacklist
    [user-unblocked] taken off the blacklist
    [user-erased] forgotten by hand
    [user-deleted] deleted his account
    [user-referrer_set] referrer set
    [user-language_chosen] language chosen
    [user-time_zone_chosen] time zone chosen
    [user-unreachable] stopped the bot
    [trial-started] trial started
    [subscription-extended] extended
    [subscription-renewed] renewed
    [subscription-expired] expired
    [subscription-cancelled] cancelled
    [subscription-resumed] resumed
    [subscription-refunded] shortened by a refund
    [subscription-shortened] shortened
    [subscription-revoked] ended at once
    [subscription-auto_renewal_on] auto-renewal on
    [subscription-auto_renewal_off] auto-renewal off
    [subscription-address_reissued] new key
    [subscription-undelivered] not delivered
    [subscription-plan_left] plan changed
    [access-moved] moved to another panel
    [access-resent] access sent again
    [device-unbound] device unbound
    [ticket-opened] ticket opened
    [ticket-answered] written by support
    [ticket-closed] ticket closed
    [withdrawal-requested] withdrawal asked for
    [withdrawal-approved] withdrawal approved
    [withdrawal-seconded] withdrawal approved by the first
    [withdrawal-requisites_shown] details of a withdrawal seen
    [withdrawal-sending] withdrawal being sent
    [withdrawal-paid] withdrawal paid
    [withdrawal-rejected] withdrawal refused
    [withdrawal-failed] withdrawal failed
    [withdrawal-cancelled] withdrawal cancelled
    [setting-changed] setting changed
    [flag-changed] switch changed
    [plan-added] plan added
    [plan-changed] plan changed
    [price-added] price added
    [price-changed] price changed
    [panel-added] panel added
    [panel-changed] panel changed
    [promo_code-added] promo code made
    [promo_code-changed] promo code changed
    [promo_code-redeemed] promo code used
    [promo_code-returned] use of a promo code given back
    [personal_price-added] discount given
    [personal_price-changed] discount changed
    [personal_price-removed] discount removed
    [alarm-raised] alarm
    [alarm-acknowledged] alarm taken on
    [alarm-over] alarm over
    [role_permission-added] permission given
    [role_permission-removed] permission taken away
    [access-adopted] account at a panel taken over
    [access-undelivered] access was not delivered
    [blacklist-extended] blacklist: numbers added
    [blacklist-shortened] blacklist: numbers removed
    [brake-released] brake released
    [broadcast-compared] broadcast: two texts compared
    [broadcast-drafted] broadcast drafted
    [broadcast-scheduled] broadcast: start planned
    [broadcast-written] broadcast: text written
    [broadcast-paused] broadcast paused
    [broadcast-sending] broadcast goes on
    [broadcast-cancelled] broadcast cancelled
    [broadcast-deleting] broadcast taken back
    [broadcast-draft] broadcast: start put off
    [charge-opened] charge of a saved method begun
    [charge-ended] charge of a saved method ended
    [company_request-sent] request of a company
    [company_request-settled] request of a company settled
    [destination-paused] sending paused
    [destination-resumed] sending goes on
    [difference-settled] difference to a provider settled
    [dispute-opened] dispute opened
    [dispute-won] dispute won
    [dispute-lost] dispute lost
    [dispute-covered] dispute covered by hand
    [dispute-waived] debt of a dispute waived
    [event-replayed] event handled again
    [export-made] file made
    [export-asked] file asked for
    [gift-bought] gift bought
    [gift-redeemed] gift taken
    [gift-returned] gift returned
    [job-unparked] parked rows tried again
    [listing-started] list of a provider asked for
    [message-discarded] message thrown away
    [message-redriven] message sent again
    [method-saved] payment method saved
    [method-removed] payment method removed
    [method-resumed] payment method used again
    [money_event-settled] report about money settled
    [operation-return_code_use] use of a promo code given back
    [owner_link-made] link for an owner made
    [owner_link-used] link for an owner used
    [panel-check_asked] panel checked
    [panel-keys_replaced] keys of a panel replaced
    [panel-reapply_asked] accesses of a panel sent again
    [panel-reconciled] panel put in order
    [panel-scan_asked] panel read
    [payment-cart_failed] what was to be bought with a payment failed
    [payment-credited] payment credited
    [payment-credited_without_order] payment credited, without an order
    [payment-suspense] payment of an unknown payer
    [payment-refunded] payment sent back
    [payment-repeated_otherwise] payment reported again, with other data
    [payment-reward_failed] reward for a payment failed
    [payout-returned] money that was sent came back
    [payout-sent] money that goes back was sent
    [payout-failed] money could not be sent back
    [period-refunded] period refunded
    [promo_code-given] promo code given
    [renewal-announced] charge announced
    [renewal-price_risen] not renewed: the price rises
    [renewal-short] not renewed: money is missing
    [renewal-unavailable] not renewed: not sold any more
    [renewal-charging] charge of a saved method begun
    [shop-held] shop held
    [shop-caught_up] caught up after a restore
    [shop-restored] shop restored
    [shop-opened] shop opened
    [subscription-change_scheduled] change of plan planned
    [subscription-ended_with_account] ended with the account
    [subscription-gift_put_back] gift put back
    [subscription-key_replaced] key replaced
    [subscription-promo_taken_back] time of a promo code taken back
    [subscription-terms_kept] renewal left as it was before a gift
    [suspense-assignment] payer found
    [suspense-return] payment of an unknown payer sent back
    [terms-accepted] terms accepted
    [throw-settled] throw of the game
    [ticket-reopened] ticket opened again
    [time-made_up] time of waiting made up for
    [user-data_requested] asked for his data
    [user-notices_chosen] notices chosen
    [user-payment_chosen] way of paying renewals chosen
    [withdrawal-contradicted] provider says otherwise about a withdrawal
    [withdrawal-returned] withdrawn money came back
   *[other] { $subject }: { $verb ->
        [added] added
        [changed] changed
        [removed] removed
       *[other] { $verb }
    }
}
admin-subject = { $subject ->
    [access] access
    [transfer] transfer
    [invoice] payment asked for
    [admin] admin
    [alarm] alarm
    [blacklist] blacklist
    [brake] brake
    [broadcast] broadcast
    [client_app] app
    [company_request] request of a company
    [destination] sending
    [dispute] dispute
    [event] event
    [export] file
    [flag] switch
    [game_prize] prize of the game
    [gift] gift
    [job] job
    [listing] list of a provider
    [message] message
    [money_event] report about money
    [notice_rule] reminder
    [order] order
    [owner_link] link for an owner
    [panel] panel
    [payment] payment
    [payment_method] payment method
    [personal_price] discount
    [plan] plan
    [price] price
    [promo_code] promo code
    [provider] way to pay
    [rate] exchange rate
    [referral_tier] level of rewards
    [refund] refund
    [role_permission] permission
    [setting] setting
    [restore] restore
    [shop] shop
    [shop_text] text
    [subscription] subscription
    [throw] throw of the game
    [ticket] ticket
    [user] customer
    [withdrawal] withdrawal
    [withdrawal_way] way of withdrawing
   *[other] { $subject }
}
admin-notice = { $notice ->
    [access-ends-soon] Access ends within hours
    [access-ends-tomorrow] Access ends tomorrow
    [access-moved] New key: moved to another server
    [access-revoked] Subscription ended by hand
    [access-sent-again] Access sent again
    [access-works] Access works
    [access-works-late] Access works, with the time of waiting
    [account-blocked] Put on the blacklist
    [account-unblocked] Taken off the blacklist
    [address-replaced] New address
    [alarm-over] Alarm is over
    [alarm-raised] Alarm
    [auto-renewal-off-by-hand] Auto-renewal switched off by hand
    [auto-renewal-on-by-hand] Auto-renewal switched on by hand
    [cancelled-by-hand] Cancelled by hand
    [cart-bought] Bought after a top-up
    [cart-price-changed] Not bought: the price has changed
    [cart-price-changed-monthly] Not bought, and not charged each month: the price has changed
    [credited-by-hand] Money given by hand
    [data-file] His data as a file
    [debited-by-hand] Money taken by hand
    [device-unbound-by-hand] Device unbound by support
    [game-failed] The game failed
    [game-result] Result of the game
    [gift-bought] Gift bought
    [gift-cancelled] Gift cancelled
    [gift-expired] Nobody took the gift
    [gift-late] The gift works late
    [gift-taken-back] The gift was taken back
    [gift-undelivered] The gift was not delivered
    [gift-was-taken] The gift was taken
    [key-replaced] Key of a server replaced
    [missed] What he missed
    [never-connected] Not connected yet
    [owner-link-over] Link for an owner is over
    [owner-made] Made an owner
    [payment-credited] Payment credited
    [payment-credited-late] Late payment credited
    [payment-found] Payment found
    [payout-dispute-won] Dispute won
    [payout-disputed] Payment disputed
    [payout-failed] Money could not be sent back
    [payout-returned] Money that was sent back returned
    [payout-sending] Money is on its way back
    [payout-sent] Money was sent back
    [payout-took-time] Money back, with its time
    [promo-bonus-taken-back] A bonus of a promo code was taken back
    [promo-time-taken-back] Time of a promo code was taken back
    [referral-joined] Somebody came by his link
    [refunded] Refunded
    [refunded-time] Refunded, with its time
    [refunded-change-gift] Change of plan refunded
    [refunded-gift] Gift refunded
    [refunded-to-source] Refunded to the source
    [refunded-to-source-gift] Gift refunded to the source
    [refunded-undelivered] Refunded: not delivered
    [refunded-undelivered-gift] Gift refunded: not delivered
    [renewal-announced] A charge is coming
    [renewal-announced-method] A charge of the saved method is coming
    [renewal-announced-short] A charge is coming, money is missing
    [renewal-announced-partly] A charge is coming, money is missing
    [renewal-confirm] Renewal has to be confirmed
    [renewal-declined] The payment was declined
    [renewal-ending] Subscription ends soon
    [renewal-grace] Grace
    [renewal-not-made] Charged too late, and not renewed
    [renewal-price-risen] The price rises
    [renewal-short] Money is missing
    [renewal-unavailable] Not sold any more
    [reward-days] Days for bringing somebody
    [reward-pending] Reward is coming
    [reward-released] Reward can be spent
    [reward-covered] Reward covers what was taken back
    [reward-taken-back] Reward taken back
    [reward-welcome] Welcome bonus
    [subscription-ended] It ended
    [subscription-ended-cancelled] It ended, as cancelled
    [subscription-renewed] Renewed
    [subscription-renewed-method] Renewed by the saved method
    [time-granted] Time given by hand
    [time-shortened] Time taken by hand
    [traffic-low] Little traffic left
    [traffic-used] Traffic used up
    [trial-ended] The trial ended
    [trial-ended-offer] The trial ended, with an offer
    [trial-ends] Trial ends
    [trial-first-hours] Trial: first hours
    [trial-second-day] Trial: second day
    [win-back] Come back
    [win-back-last] Come back, last time
    [support-answered] Support has answered
    [support-closed] Ticket closed
    [withdrawal-news] News of a withdrawal
    [withdrawal-covered] Earnings cover a withdrawal
    [withdrawal-paid] Withdrawal paid
    [withdrawal-returned] Withdrawal came back
    [withdrawal-failed] Withdrawal failed
    [withdrawal-rejected] Withdrawal refused
   *[other] { $rule }
}
admin-why = { $key ->
    [amounts_run_together] Several amounts or one? Write each with its currency: 100 RUB, 200 RUB.
    [benefits_in_english] The benefits need an English text.
    [code_is_a_word] A code is a word of small Latin letters, digits and _, and begins with a letter.
    [data_limit_is_positive] Traffic is more than 0.
    [device_limit_is_positive] There is at least one device.
    [grace_access_is_known] This access in the grace is not known.
    [limited_traffic_is_reset] Limited traffic needs a moment when it is counted anew.
    [panels_is_positive] There is at least one panel.
    [places_name_something] The places are empty.
    [reset_traffic_is_carried_over] Traffic that is counted anew cannot be carried over like this.
    [title_in_english] The title needs an English text.
    [traffic_reset_is_known] Traffic cannot be counted anew like this.
    [amount_is_positive] A price is more than 0.
    [one_price_at_a_time] There is another price for this time already.
    [period_is_positive] A length is more than 0.
    [period_unit_is_known] A length is of days or months.
    [valid_is_not_empty] The price would never be valid.
    [acknowledged_version_is_given] The version is empty.
    [base_url_is_http] An address begins with https:// or http://.
    [capacity_is_not_negative] A capacity is 0 or more.
    [country_is_iso] A country is two capital letters, such as DE.
    [kind_is_known] This kind of panel is not known.
    [nothing_new_while_draining] A panel that is being emptied takes nobody new.
    [options_is_an_object] The options are no object.
    [weight_is_positive] A weight is more than 0.
    [version_is_positive] A version is more than 0.
    [account_is_always_told] It is about money or the end of access, so it is always sent.
    [after_is_near] That is too far from the moment.
    [anchor_is_known] This moment is not known.
    [audience_is_known] These people are not known.
    [category_is_known] This kind of notice is not known.
    [condition_is_known] This condition is not known.
    [deadline_is_near] That is too long after the moment.
    [event_has_no_condition] What is sent when it happens has no condition.
    [event_or_moment] It is sent either when it happens or at a moment.
    [events_are_the_engines] The shop itself says when that happens.
    [name_is_a_word] A name is a word.
    [offer_for_is_near] An offer holds for a shorter time.
    [offer_is_said] The text says nothing of an offer.
    [offer_lasts] An offer needs a time for which it holds.
    [offer_percent_is_a_share] An offer is 1 to 99 percent.
    [renewed_has_not_ended] Who has renewed has not ended.
    [starts_before_it_is_told] It would be told before it begins.
    [text_is_known] This text is not known.
    [tips_can_wait] Such a message waits for the end of quiet hours.
    [warns_before_it_happens] A warning comes before it happens.
    [TK010] This customer is not there.
    [TK011] This setting is not there.
    [TK032] The end cannot be there.
    [TK056] Telegram would refuse this message.
    [TK060] This period cannot be refunded like this.
    [TK061] A reason is needed, of at most 1000 characters.
    [TK062] This form has been used for something else. Begin again.
    [TK063] It cannot have this value.
    [TK064] The price cannot be changed like this.
    [TK065] This cannot be removed.
    [TK066] The promo code cannot be like this.
    [TK002] There is not enough money.
    [22] There is no such number or date.
   *[other] It cannot be done like this.
}
admin-why-more = { $why } ({ $more })
