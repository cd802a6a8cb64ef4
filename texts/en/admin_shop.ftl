# The shop itself in the admin menu: settings, texts, plans and prices, panels, what is stuck.
button-admin-settings = Settings
button-admin-texts = Texts
button-admin-incident = Incident
button-admin-catalog = Plans, prices
button-admin-panels = Panels
button-admin-stuck = Stuck
button-admin-change = Change
button-admin-switch = { $on ->
    [yes] Turn off { $name }
   *[no] Turn on { $name }
}
admin-amount = { $amount }
admin-changed = { $outcome ->
    [changed] ✅ Changed.
    [unchanged] It was like that before.
   *[other] ⚠️ It is not there any more.
}
admin-value-none = not set
admin-flag = { $on ->
    [yes] on
   *[no] off
}
admin-choice = { $choice ->
    [percent] a percentage of each payment
    [sum] a sum for the first payment
    [days] days for the first payment
    [when_opened] as soon as the dispute begins
    [when_lost] when the dispute is lost
   *[never] never
}

# Settings
admin-settings = <b>Settings</b>
    What you decide yourself. Everything else has a value that fits most shops: search for it.
admin-all-settings = <b>All settings</b>
admin-settings-found = { $count ->
    [0] Nothing found. Try another word.
    [one] <b>{ $count } setting found</b>
   *[other] <b>{ $count } settings found</b>
}
button-admin-find-setting = 🔎 Search
button-admin-all-settings = All settings
button-admin-providers = Payment ways
button-admin-notice-rules = Reminders
button-admin-add-channel = Add a channel
button-admin-remove-channel = Remove { $title }
admin-setting-now = Now: <b>{ $value }</b>
admin-setting-default = Usual: { $value }
admin-setting-then = After that: <b>{ $value }</b>
admin-form-setting = <b>Change a setting</b>
admin-ask-setting_value = The new value? Amounts as people write them: 149 or 149.50; where a currency is needed, 149 RUB.
admin-field-setting_value = New value
admin-ask-setting_language = In which language?
admin-field-setting_language = Language
admin-form-find_setting = <b>Search in the settings</b>
admin-ask-setting_query = What are you looking for? One word is enough: trial, refund, quiet.
admin-field-setting_query = Search
admin-form-channel = <b>Add a channel</b>
    Who wants a trial or buys for the first time has to join it.
admin-ask-channel = Which channel? Its @name, its link, or a message forwarded from it. First make the bot an administrator there.
admin-field-channel = Channel
admin-form-channel_gone = <b>Remove a channel</b>
admin-no-such-channel = Telegram does not know this channel, or the bot is not in it.
admin-bot-is-not-there = The bot is not a member there: add it first.
admin-bot-is-no-admin = The bot is no administrator there: then Telegram does not say who is a member, and nobody would be kept out.
admin-channel-has-no-link = This channel has no @name and no invite link: give the bot the right to invite people.

# Each setting: its name, then what it changes.
admin-setting-currency = Currency
    Of prices and balances, three letters such as RUB. Plans need prices in it first. Who has a subscription or money keeps his currency.
admin-setting-timezone = Time zone
    Of people who have chosen none, for quiet hours; the shop's day in figures, too. A name such as Europe/Moscow.
admin-setting-languages = Languages
    That people can choose, in this order; the first is for those who speak none of them. Codes: en ru de kk uz ar tg fa.
admin-setting-support_url = Support link
    Where the support buttons and the page lead: https://t.me/..., mailto:... or another address. Not set: to the tickets in the bot.
admin-setting-contact_url = Contact without Telegram
    For people whose Telegram does not open: mailto:... or an address outside Telegram.
admin-setting-trial_plan = Plan of the trial
    What the free trial gives. Changes the next trials only.
admin-setting-trial_hours = Length of the trial
    In hours. Changes the next trials only.
admin-setting-terms = Terms
    Your rules: an address (https://...) or the text itself, in each language. Shown by /terms.
admin-setting-terms_version = Version of the terms
    Set it, and everybody accepts the terms once before the next trial or purchase; another version asks again. Not set: nobody is asked.
admin-setting-required_channels = Required channels
    Who wants a trial or buys for the first time has to join them. Who has paid is never asked.
admin-setting-incident = Incident
    What is said above the menu while something is wrong.
admin-setting-grace_hours = Grace after the end
    How many hours access stays after the end of a period that was not renewed.
admin-setting-order_minutes = How long an order waits
    Minutes for which an order keeps its price. Money that comes later goes to the balance.
admin-setting-charge_attempts = Card attempts
    How often saved cards are tried for one renewal.
admin-setting-charge_hold_hours = Waiting for the bank
    How many hours access stays after its end while a bank has not answered.
admin-setting-delivery_hours_new = Refund for new customers
    After how many hours without access a new purchase is given back to the balance.
admin-setting-delivery_hours_renewal = Refund for renewals
    The same for who has access already.
admin-setting-late_delivery_minutes = Late access
    Access that comes later than this many minutes is given the lost time in addition.
admin-setting-subscriptions_per_user = Subscriptions for one person
    How many one person may have at a time.
admin-setting-gift_days = Gifts wait
    How many days a gift can be taken. Then its money goes back to the payer.
admin-setting-gift_attempts = Wrong gift links
    How many one person may open in a day before none opens for him.
admin-setting-gift_attempts_of_all = Wrong gift links of all
    How many all people may open in an hour before links are protected.
admin-setting-game_days = Pause of the game
    Days between two throws.
admin-setting-page_update_hours = Refresh in the apps
    How often VPN apps read a subscription anew, hours.
admin-setting-quiet_from = Quiet hours begin
    The hour from which reminders wait. The same as their end: no quiet hours.
admin-setting-quiet_to = Quiet hours end
    The hour at which waiting reminders are sent.
admin-setting-support_chat = Support group
    The id of the group in which support answers; the bot must be in it. Not set: admins get the tickets in their chats.
admin-setting-channel_check_minutes = Channel check
    For how many minutes it is believed who is in a required channel.
admin-setting-ticket_reopen_hours = Tickets reopen
    For how many hours after its end a message opens a ticket again.
admin-setting-keep_tickets_days = Tickets are kept
    Days after which closed tickets are deleted.
admin-setting-topup_presets = Top-up amounts
    That are offered as buttons, by currency: 250 RUB, 750 RUB. A currency that is not here has none.
admin-setting-topup_min = Smallest top-up
    Less is not taken, by currency: 100 RUB. A currency that is not here: its lowest price.
admin-setting-topup_max = Largest top-up
    More is not taken at once, by currency: 100000 RUB. A currency that is not here: a hundred times its highest price.
admin-setting-lowest_price = Lowest price
    What no discount goes below, by currency: 64 RUB.
admin-setting-vip_percent = VIP discount
    Percent off all prices for VIP customers made from now on.
admin-setting-promo_attempts = Wrong promo codes
    How many one person may try in an hour.
admin-setting-promo_attempts_all = Wrong promo codes of all
    How many all people may try in an hour.
admin-setting-referral_reward = Reward for inviting
    What bringing somebody earns. Earned rewards stay as they were.
admin-setting-referral_sum = Reward: the sum
    For the first payment of who was brought, never more than that, by currency: 100 RUB. A payment in one that is not here earns nothing.
admin-setting-referral_days = Reward: the days
    Added to the subscription of who brought somebody.
admin-setting-referral_hold_days = Rewards are pending
    Days before a reward can be spent, in case the payment goes back.
admin-setting-referral_second_percent = Second level
    Percent of each payment for who brought the person that brought the payer; 0: nothing.
admin-setting-referral_trial_hours = Trial by invitation
    Hours of trial for who came by a link; 0: as for everybody.
admin-setting-referral_welcome = Welcome bonus
    With the first payment of who was brought, by currency: 50 RUB. A payment in one that is not here: none.
admin-setting-withdrawal_min = Least withdrawal
    By currency: 500 RUB. A currency that is not here is not paid out.
admin-setting-withdrawal_second_approver_above = Two approvals above
    Above which amount a withdrawal takes two people, by currency: 10000 RUB.
admin-setting-withdrawal_business_days = Withdrawal promise
    Within how many business days people are told they get their money.
admin-setting-payout_asset = Payout in
    What Crypto Pay sends.
admin-setting-dispute_ends_access = Disputed payments
    When a payment that the payer's bank takes back ends what it paid for.
admin-setting-reconcile_hour = Check with providers: hour
    The hour (UTC) at which the lists of payment providers are compared with ours.
admin-setting-reconcile_days = Check with providers: days
    How many days each check goes back.
admin-setting-drift_percent = Panel differences, percent
    If more of a panel than this differs, a person looks first.
admin-setting-drift_most = Panel differences, number
    The same as a number of accounts.
admin-setting-backup_hours = Time between backups
    Hours. Without a backup for twice as long, there is an alarm.
admin-setting-keep_job_runs_days = History of jobs
    Days for which runs of automatic jobs are kept.
admin-setting-keep_inbox_days = Processed taps
    Days for which they are remembered.
admin-setting-keep_payment_events_days = Reports of payments
    Days for which they are kept as they came.
admin-setting-keep_orders_days = Unpaid orders
    Days for which they are kept.
admin-setting-keep_broadcasts_days = Recipients of broadcasts
    Days for which it is kept who got which; the figures stay.
admin-setting-keep_audit_days = Audit
    Days for which it is kept; what people of the shop did is kept always.
admin-setting-keep_notices_days = Told notices
    Days for which it is remembered who was told what.
admin-setting-trials = Free trials
    Off: nobody can begin one. Those that run go on to their end.
admin-setting-purchases = Sales
    Off: nobody can buy or change a plan; the bot says that sales are paused. Automatic renewals go on.
admin-setting-topups = Top-ups
    Off: no money is taken for balances. Money that is on its way is credited all the same.
admin-setting-expiry = Ending subscriptions
    Off: access stays after its end. For emergencies.
admin-setting-auto_renewal = Automatic renewal
    Off: nothing is charged and nobody is told of charges. Subscriptions end when their time is over.
admin-setting-method_charges = Charging saved cards
    Off: renewals are paid from the balance only.
admin-setting-device_limit = Limit of devices
    Off: devices beyond the limit of a plan get links all the same. They are counted and listed.
admin-setting-device_ids = Only apps that name the device
    On: apps that do not say which device they are on get no links of plans with a device limit.
admin-setting-reminders = Reminders
    Off: reminders before and after the end are not sent. Messages about money still are.
admin-setting-company_requests = Offers for companies
    Off: the bot takes no requests of companies.
admin-setting-referrals = Inviting
    Off: bringing others earns nothing. What was earned stays.
admin-setting-gifts = Gifts
    Off: nobody can buy one. Those that were bought can be taken and returned.
admin-setting-game = Game
    Off: nobody can throw. Prizes that were won stay.
admin-setting-withdrawals = Withdrawals
    Off: no requests are taken. Those that were made are settled.

# Texts of the shop
admin-texts = <b>Texts of the shop</b>
    These you may write yourself; ✏️ marks those that you did. A change is seen within half a minute, in the bot, in notices and on the page.
admin-text = <b>{ $title }</b>
admin-text-ours = Our text, in all languages:
admin-text-own = Yours in: { $languages }. What people read:
admin-text-variables = It has to have: { $names }
admin-preview = This is what people will read:
button-admin-ours-again = Back to our text
admin-all-languages = All languages
admin-form-shop_text = <b>Write a text</b>
admin-ask-shop_text = The new text? Formatting of Telegram (bold, italic, links) is kept. {"{brand}"} stands for the name of your shop.
admin-field-shop_text = Text
admin-ask-text_language = In which language?
admin-field-text_language = Language
admin-form-our_text = <b>Back to our text</b>
toast-admin-text-refused = { $why ->
    [empty] it is empty
    [too_long] it is longer than { $what } characters
    [unknown_variable] { $what } is nothing that this text knows
    [missing_variable] { $what } is missing
    [brace] a brace without its other half
    [plain] no formatting here, and none of the characters < > and &
    [one_line] it has to be one line
    [tag] Telegram does not take { $what } here
    [open_tag] { $what } is not closed
    [control_character] it has invisible characters
   *[other] it is no text that can be changed
}
admin-text-set = { $outcome ->
    [set] ✅ It is said like this from now on.
    [reset] ✅ Our text is back.
    [unchanged] It was like that before.
   *[other] ⚠️ There is no such language.
}
admin-text-brand = Name of the shop
admin-text-menu-welcome = Welcome
admin-text-menu-hint-try = Menu: try it
admin-text-menu-hint-buy = Menu: buy
admin-text-help = Help
admin-text-support = Support
admin-text-faq-pay = FAQ: paying
admin-text-faq-connect = FAQ: connecting
admin-text-faq-slow = FAQ: slow
admin-text-faq-devices = FAQ: devices
admin-text-faq-refund = FAQ: money back
admin-text-plans-empty = Nothing on sale
admin-text-plans-paused = Sales are paused
admin-text-invite-message = Invitation
admin-text-trial-first-hours = Trial: first hours
admin-text-trial-second-day = Trial: second day
admin-text-never-connected = Never connected
admin-text-page-over = Page: it is over
admin-text-page-waiting = Page: wait

# Incident
admin-incident = <b>Incident</b>
    { $on ->
        [yes] Everybody reads this above the menu:
       *[no] Nothing is said at the moment. Write what is wrong, and everybody who opens the bot reads that you know.
    }
admin-incident-on = ⚠️ <b>An incident is shown to everybody.</b>
admin-everybody = Everybody
button-admin-set-incident = Write what is wrong
button-admin-clear-incident = It is over
admin-form-incident = <b>Incident</b>
admin-ask-incident_language = For whom?
admin-field-incident_language = For
admin-ask-incident_text = What do you tell them? At most 300 characters.
admin-field-incident_text = Text
admin-form-no_incident = <b>The incident is over</b>
    The text goes from all screens.
admin-incident-set = ✅ Everybody reads it who opens the bot.
admin-incident-over = ✅ The text is gone.

# Payment providers
admin-providers = <b>Ways to pay</b>
admin-provider = <b>{ $name }</b>: { $state ->
    [on] on
    [off] off
   *[no_keys] on, but no program has its keys: nobody is offered it
}
admin-provider-can = Can: { $can }
admin-can = { $what ->
    [page] payments
    [close] closing invoices
    [fetch] asking for a payment
    [refund] refunds
    [saved_method] saved cards
    [subscription] subscriptions
    [payout] payouts
    [list] its list of payments
    [limits] its limits
   *[dispute] disputes
}
admin-provider-limits = Takes from { $least } to { $most }
admin-provider-rate = Rate: { $amount } = { $paid }
admin-provider-webhook = Last report: { $at }
admin-provider-today = Today: { $sums }
admin-form-provider = <b>Way to pay</b>
admin-switch-provider = { $on ->
    [yes] { $name } is offered again.
   *[no] { $name } is not offered any more, and cards that were saved with it are not charged. Money that is on its way is credited.
}

# Reminders and notices
admin-notice-rules = <b>Reminders</b>
    What the shop says unasked, when, and how many would get it within a day.
admin-rule = { $on ->
    [yes] 🔔
   *[no] 🔕
} <b>{ $name }</b>, { $when }: { $due }
admin-rule-when = { $count } { $unit ->
    [day] days
   *[hour] hours
} { $side ->
    [before] before
   *[after] after
} { $anchor ->
    [start] the beginning
    [end] the end of the period
   *[access_end] the end of access
}
admin-rule-at-once = at once
admin-rule-name = { $rule ->
    [never_connected] Not connected yet
    [trial_6h] Trial: first hours
    [trial_48h] Trial: second day
    [trial_ends] Trial ends
    [ending] Subscription ends soon
    [ends_24h] A day before the end
    [ends_3h] Hours before the end
    [win_back_1d] Come back
    [win_back_3d] Come back, again
    [win_back_7d] Come back, last time
    [announced] A charge is coming
    [price_risen] The price rises
    [short] Money is missing
    [grace] Grace
    [unavailable] Not sold any more
    [renewed] Renewed
    [ended] It ended
    [trial_ended] The trial ended
    [traffic_low] Little traffic left
    [traffic_used] Traffic used up
   *[other] Another notice
}
admin-rule-always = It is about money or the end of access, so it is always sent.
admin-rule-event = It is sent when it happens.
button-admin-rule-time = Another time
admin-form-rule_on = <b>Reminder</b>
admin-switch-rule = { $on ->
    [yes] “{ $name }” is sent from now on. Within a day to: { $due }
   *[no] “{ $name }” is not sent any more. Within a day it would have gone to: { $due }
}
admin-form-rule_time = <b>Time of a reminder</b>
admin-rule-time-now = “{ $name }” is sent { $when }.
admin-rule-time-then = After that: { $when }. It holds for moments that are still to come.
admin-ask-rule_side = Before or after?
admin-field-rule_side = When
admin-rule-side = { $side ->
    [before] before
   *[after] after
}
admin-ask-rule_hours = How many hours? 72 are three days.
admin-field-rule_hours = Hours

# Plans
admin-catalog = <b>Plans and prices</b>
admin-plan = <b>{ $title }</b> ({ $code }), { $state ->
    [sold] on sale
    [renewed] only for those who have it
   *[ended] not sold, not renewed
}{ $trial ->
    [yes] , the plan of trials
   *[no] {""}
}: { $subscribers } have it, { $renewing } renew automatically
admin-plan-title = { $title }
button-admin-plan-title = { $title }
admin-plan-titles = Name: { $titles }
admin-plan-benefits = In a line: { $benefits }
admin-plan-gives = Devices: { $devices ->
    [none] no limit
   *[some] { $count }
}
    Traffic: { $traffic ->
        [none] no limit
       *[some] { $gigabytes } GB, counted anew: { admin-reset }
    }
    Panels: { $panels }, where: { $places ->
        [any] anywhere
       *[some] { $places }
    }
admin-reset = { $reset ->
    [period] each period
    [month] each month
   *[never] never
}
admin-unlimited = no limit
admin-no-prices = It has no price, so nobody is offered it.
admin-price-line = { $length }: <b>{ $amount }</b>{ $planned ->
    [yes] {" "}from { $at } on
   *[no] {""}
}
admin-plan-keeps = { $keeps ->
    [yes] Who has it without a break keeps the price at which he began.
   *[no] Who has it pays a new price from his next renewal on.
}
button-admin-new-plan = New plan
button-admin-price = New price
button-admin-plan-gives = What it gives
button-admin-plan-words = Its words
button-admin-retire = Stop selling
button-admin-sell-again = Sell again
admin-touches = { $subscribers } have it, { $renewing } of them renew automatically.
admin-touches-keeping = Of these keep what they pay: { $count }
admin-next-charge = Charged within 30 days: { $count }, the first on { $at }
admin-form-new_plan = <b>New plan</b>
admin-ask-plan_code = A short code, in Latin letters: basic, family. People do not see it.
admin-field-plan_code = Code
admin-ask-plan_title = What is it called? (English, or what everybody is to read.)
admin-field-plan_title = Name
admin-ask-plan_benefits = What is good about it, in one line?
admin-field-plan_benefits = In a line
admin-ask-plan_devices = On how many devices at a time? A number, or no limit.
admin-field-plan_devices = Devices
admin-ask-plan_gigabytes = How many GB of traffic? A number, or no limit.
admin-field-plan_gigabytes = GB of traffic
admin-ask-plan_reset = When is traffic counted anew?
admin-field-plan_reset = Counted anew
admin-plan-added = { $outcome ->
    [added] ✅ The plan is there. It is sold as soon as it has a price.
   *[exists] ⚠️ There is a plan with this code.
}
admin-form-plan_gives = <b>What the plan gives</b>
    It holds for what is bought or renewed from now on. Who has the plan keeps what he bought until his period is over.
admin-plan-changed = { $outcome ->
    [changed] ✅ It holds for what is bought or renewed from now on.
    [unchanged] It was like that before.
   *[other] ⚠️ The plan is not there any more.
}
admin-form-plan_words = <b>Words of the plan</b>
admin-ask-plan_language = In which language?
admin-field-plan_language = Language
admin-form-retire_plan = <b>Stop selling a plan</b>
admin-ask-plan_retired = For whom?
admin-field-plan_retired = For
admin-retire = { $whom ->
    [new] New customers only
   *[all] Everybody
}
admin-retire-then = { $whom ->
    [new] Who has it renews it as before. Nobody else can buy it.
   *[all] Who has it keeps it until his period is over, is told three days before, and is not charged any more.
}
admin-retire-trial = It stays the plan of free trials: see the settings.
admin-retired = { $outcome ->
    [retired] ✅ It is not sold any more.
   *[other] ⚠️ The plan is not there any more.
}
admin-form-sell_again = <b>Sell a plan again</b>
admin-form-price = <b>New price</b>
admin-ask-price_length = For which length? Another one as 3 months or 90 days.
admin-field-price_length = Length
admin-ask-price_amount = How much? As people write it: 149 or 149.50.
admin-field-price_amount = Price
admin-ask-price_from = From when? At once, or a day such as 31.12.2026.
admin-field-price_from = From
admin-ask-price_keep = Who has the plan already?
admin-field-price_keep = Customers
admin-keep = { $keep ->
    [yes] Keep the old price
    [before] As promised before
   *[no] Pay the new one
}
admin-keep-ends = ⚠️ Customers of this plan were promised the price at which they began. That promise ends, for all its lengths: at their next renewal they pay what everybody pays.
admin-at-once = at once
admin-from = from { $at } on
admin-wrong-length = write it as 3 months or 90 days
admin-wrong-amount = that is no amount in this currency
admin-wrong-day = write the day as 31.12.2026
admin-day-is-over = this day is not in the future
admin-price-change = { $old } → <b>{ $new }</b>
admin-paid-then = Together they pay { $before } now, { $after } then at most.
admin-dearer-is-told = Nobody's renewal ends by this: who pays more is told seven days before, and is not charged within three days of being told.
admin-price-set = { $outcome ->
    [changed] ✅ The price is set.
    [unchanged] That was the price before.
    [in_the_past] ⚠️ That time is over: nothing was changed.
    [amount_out_of_range] ⚠️ A price is above zero.
   *[other] ⚠️ The plan is not there any more.
}

# Panels
admin-panels = <b>VPN panels</b>
admin-panel = { $state ->
    [on] 🟢
    [off] ⚪️
    [draining] 🟡
    [version] 🟠
   *[down] 🔴
} <b>{ $name }</b> ({ $country }): { $accesses } of { $capacity }{ $state ->
    [on] {""}
    [off] , gets no new customers
    [draining] , is being emptied
    [version] , unknown version: nothing is written to it
   *[down] , does not answer
}
admin-panel-error = It says: { $error }
admin-panel-reissues = New keys left to make: { $count }
admin-panel-facts = { $kind } { $version }, { $url }
    Weight: { $weight }
admin-panel-probed = Last seen: { $at }
admin-panel-unconfirmed = Not taken by the panel: { $count }
admin-panel-drift = Otherwise than it should be: { $count }
admin-panel-key = It was never reached. Put its key into PANEL_KEYS of the listener (or into PANEL_KEYS_FILE) under the name { $panel }, then check it. Keys never go through this chat.
admin-panel-check = Check { $at }: { $state ->
    [passed] ✅ passed
    [failed] ❌ failed
   *[running] ⏳ running
}
admin-panel-step = { $failed ->
    [yes] ❌ { $step }: { $error }
   *[no] ✅ { $step }
}
button-admin-add-panel = Add a panel
button-admin-reissue-all = New keys for all ({ $count })
button-admin-reissue-keys = New keys ({ $count })
button-admin-acknowledge = Allow this version
button-admin-check-panel = Check
button-admin-edit-panel = Country, share, places
button-admin-drain = Empty it
button-admin-fill = Stop emptying
button-admin-scan = Compare
button-admin-reapply = Send all again
button-admin-reconcile = Correct the differences
admin-form-add_panel = <b>Add a panel</b>
admin-ask-panel_code = A short name for it, in Latin letters: de1.
admin-field-panel_code = Name
admin-ask-panel_kind = Which program is it?
admin-field-panel_kind = Program
admin-ask-panel_url = Its address, https://... Without a password: its key goes into the settings of the listener.
admin-field-panel_url = Address
admin-ask-panel_country = In which country? Two letters, such as DE.
admin-field-panel_country = Country
admin-panel-added = { $outcome ->
    [added] ✅ It is there, and gets no customers yet. Put its key into PANEL_KEYS of the listener (or into PANEL_KEYS_FILE) under the name { $panel }, check it here, then turn it on.
    [exists] ⚠️ There is a panel { $panel }.
   *[has_a_password] ⚠️ The address has a password in it: write it without.
}
admin-form-edit_panel = <b>Country, share, places</b>
admin-ask-panel_weight = Its share of new customers, against the others: 1, 2, ...
admin-field-panel_weight = Share
admin-ask-panel_capacity = How many customers at most? A number, or no limit.
admin-field-panel_capacity = Places
admin-form-enable_panel = <b>New customers on a panel</b>
admin-form-check_panel = <b>Check a panel</b>
admin-check-then = A test account is made, read, changed and removed. It takes a few seconds.
admin-check-asked = ⏳ It is being checked. Open the panel again in a few seconds.
admin-form-acknowledge = <b>Allow a version</b>
admin-acknowledge-then = The bot was not made for version { $version }: it writes nothing until somebody allows it. Check the panel after that.
admin-acknowledged = { $outcome ->
    [acknowledged] ✅ Allowed. What waited is sent now.
   *[other] ⚠️ The panel has another version by now.
}
admin-form-drain_panel = <b>Empty a panel</b>
admin-drain-then = { $drains ->
    [yes] All { $count } customers there move to other panels, in slices; each keeps his access until the new one works. The panel gets no new ones.
   *[no] Moving stops. Who has not moved yet stays ({ $count }), and the panel gets new customers.
}
admin-drained = { $drains ->
    [yes] ✅ It is being emptied: { $count } are left.
   *[no] ✅ Stopped. { $count } are there.
}
admin-form-reissue_keys = <b>New keys</b>
admin-reissue-then = { $whose ->
    [one] All { $count } keys on { $panel } are replaced, in slices.
   *[all] All { $count } keys on all panels are replaced, in slices.
} Each customer is told; who uses the link of the page gets the new key by himself, the others have to add it again.
admin-reissued = ✅ Begun: { $count } are left. The panel shows how far it is.
admin-form-scan_panel = <b>Compare a panel</b>
admin-scan-then = All { $count } accounts are read and compared with what should be there. Nothing is changed.
admin-scan-asked = ⏳ It is being read. What differs is shown at the panel.
admin-form-reapply = <b>Send all again</b>
admin-reapply-then = For a panel that lost its users, or whose hosts, ports or keys somebody changed: all { $count } are sent again, in slices. Keys stay.
admin-reapplied = ✅ Begun: { $count } are sent.
admin-form-reconcile = <b>Correct the differences</b>
admin-reconcile-then = What is missing or different is sent again, what should not be there is removed. Accounts that are not ours are never touched.
admin-reconciled = ✅ { $count } are corrected within a minute.

# What is stuck
admin-stuck = <b>What is stuck</b>
    Nothing is lost: all of it waits. Buttons are where you can do something; the rest heals by itself or at the server.
admin-nothing-stuck = ✅ <b>Nothing is stuck.</b>
admin-stuck-line = { $kind ->
    [shop] ⛔️ <b>The shop is held</b>: nothing is sent and nothing is charged.
    [destination] ⏸ <b>{ $subject }</b> is paused, late or does not answer: { $count } messages wait.
    [lane] 🔁 <b>{ $subject }</b>: { $count } deliveries failed several times and are tried again.
    [dead] ✉️ <b>{ $subject }</b>: { $count } messages were given up.
    [parked] 🅿️ <b>{ $subject }</b>: this job skips { $count } rows that it cannot process.
    [refused] 🚫 { $count } calls from outside were no events ({ $subject }).
    [brake] 🛑 Brake <b>{ $subject }</b>: { $count } are held, because there are unusually many.
    [job] ⏰ The job <b>{ $subject }</b> should have run by now.
    [alarm] 🔔 Alarm <b>{ $subject }</b>
    [access] 🔑 <b>{ $subject }</b> did not take { $count } accesses yet.
   *[drift] 🧩 <b>{ $subject }</b> has { $count } accounts otherwise than they should be.
}
admin-stuck-detail = { $detail }
admin-stuck-since = Since { $at }
button-admin-resume = Send again: { $name }
button-admin-dead = Look: { $name }
button-admin-unpark = Try again: { $name }
button-admin-release = Let through: { $name }
button-admin-open-panel = Panel { $name }
admin-dead = <b>{ $kind }</b>: { $count ->
    [one] { $count } message was given up
   *[other] { $count } messages were given up
}
admin-dead-line = <b>{ $id }</b> · { $subject } · { $at }
    { $reason ->
        [rejected] It was refused for good
        [attempts] It failed too often ({ $attempts })
        [prepare] It could not be prepared
        [done] It was sent, but its result could not be booked: sending it again repeats it
        [unknown] No program knew it
       *[other] It was given up
    }: { $error }
button-admin-dead-letter = { $id }
button-admin-redrive = Send again
button-admin-discard = Delete
button-admin-redrive-all = Send all again ({ $count })
button-admin-discard-all = Delete all ({ $count })
admin-form-redrive = <b>Send again</b>
admin-redrive-then = { $count ->
    [one] { $count } message
   *[other] { $count } messages
} of { $kind } go back into the queue. What is not true any more is dropped there, and not sent.
admin-redriven = ✅ Sent again: { $count }
admin-form-discard = <b>Delete</b>
admin-discard-then = { $count ->
    [one] { $count } message
   *[other] { $count } messages
} of { $kind } are deleted and never sent. Do this only where nobody waits for them.
admin-discarded = ✅ Deleted: { $count }
admin-form-unpark = <b>Try again</b>
admin-unpark-then = The job tries these rows again at its next run. If the cause is still there, they are set aside again.
admin-unparked = ✅ Tried again: { $count }
admin-form-release = <b>Let through</b>
admin-release-then = What is held happens now, and everything of its kind for an hour. Do this only if so many are intended.
admin-released = ✅ Let through until { UNTIL($until) }.
admin-form-resume = <b>Send again</b>
admin-resume-then = The pause ends at once. If the other side still does not answer, it pauses by itself again.
admin-resumed = ✅ It is being sent.
