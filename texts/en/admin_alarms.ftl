# Alarms: what admins are told of them, and what to do. docs/runbook.md and the annotations of Prometheus have the same words.

button-admin-alarms = Alarms
admin-alarms = { $count ->
        [0] ✅ <b>Nothing is wrong.</b>
       *[other] <b>What is wrong</b>
    }
admin-alarms-recent = In the last week:
admin-alarms-over = It is over
admin-alarms-since = Since { $at }
admin-alarms-lasted = { $from } – { $to }
admin-alarms-flaps = It comes and goes: { $times } times within the hour
admin-alarms-do = What to do:
admin-alarms-follow = { $count ->
        [one] One more follows from it:
       *[other] { $count } more follow from it:
    }
admin-alarms-more = { $count ->
        [one] and one more
       *[other] and { $count } more
    }
admin-alarms-by = { $name } is on it
button-admin-on-it = I am on it
toast-admin-acknowledged = You are on it: nobody is reminded any more, and the others see your name within a minute.
toast-admin-alarm-over = It is over already.

admin-alarm-database = The database does not answer
admin-alarm-writable = The database takes no writes
admin-alarm-migrations = The database is older than the program
admin-alarm-shop = The shop is held: nothing is sent and nothing is charged
admin-alarm-clock = PostgreSQL's clock is wrong
admin-alarm-pg_cron = No job runs: nothing is renewed, ended or paid back
admin-alarm-listener = No listener runs: no message is sent and no access changed
admin-alarm-bot = No bot runs: nobody is answered
admin-alarm-telegram = Telegram does not accept the bot
admin-alarm-webhook = Telegram's updates do not reach the shop
admin-alarm-panels = No VPN panel is enabled: access cannot be given
admin-alarm-payment = There is no way to pay
admin-alarm-page = The subscription page does not work: apps get no servers
admin-alarm-topic_inbox = People are not answered
admin-alarm-topic_telegram = Messages are not sent
admin-alarm-topic_vpn =
    { $subject ->
        [main] Access is not changed at the panels
       *[other] Access is not changed at the panel { $subject }
    }
admin-alarm-topic_payment =
    { $subject ->
        [main] Payment providers are not reached
       *[other] The payment provider { $subject } is not reached
    }
admin-alarm-topic = The queue { $subject } does not move
admin-alarm-job_failing = The job { $subject } fails
admin-alarm-job_overdue = The job { $subject } does not run
admin-alarm-checks_unknown = Some checks have no result
admin-alarm-rows_parked = A job passes over rows that it cannot process
admin-alarm-letters_dead = Messages were given up
admin-alarm-brake =
    { $subject ->
        [unrenewed] Renewal is switched off, so what it would renew is held
       *[other] The brake { $subject } holds: more at once than usual
    }
admin-alarm-panel_version = A panel has a version that the shop does not know
admin-alarm-no_panel = No panel has room for what was bought
admin-alarm-access_late = Access that was bought is late
admin-alarm-panel_drift = A panel differs much from what it confirmed
admin-alarm-panel_unread = The accounts of a panel were not read for hours
admin-alarm-access_taken = A foreign account has the name of an access
admin-alarm-grace_unrestricted = A panel cannot restrict access during the grace
admin-alarm-invoices_refused = No invoices are made
admin-alarm-orders_unbought = What was paid could not be bought
admin-alarm-money_unbooked = Payments that came in are not booked
admin-alarm-money_unclear = A payment needs a decision
admin-alarm-reconciliation = A provider's list differs from our books
admin-alarm-lists_unread = A provider's list could not be read
admin-alarm-bodies_refused = A webhook got what is not an event
admin-alarm-offers_lost = Subscriptions that renew have no price
admin-alarm-withdrawals_late = A withdrawal is late
admin-alarm-withdrawals_unsettled = Nobody knows whether a withdrawal was paid
admin-alarm-payouts_wait = Crypto Pay cannot pay out
admin-alarm-methods_forbidden = Cards cannot be remembered
admin-alarm-support_unread = People write to support, and nobody reads it
admin-alarm-channels_unanswered = Telegram does not say who is in a required channel
admin-alarm-shop_text = A text of the shop does not fit its message
admin-alarm-backups_stopped = Backups are not made any more
admin-alarm-doctor = Something is wrong on the shop's machine
admin-alarm-other = { $subject }
admin-alarm-transfers_sum_to_zero = Ledger: a transfer does not sum to zero
admin-alarm-balances_equal_entries = Ledger: a balance is not the sum of its entries
admin-alarm-snapshots_equal_entries = Ledger: a snapshot is not the sum of the entries
admin-alarm-keys_name_one_transfer = Ledger: one key names two transfers
admin-alarm-transfers_match_their_hash = Ledger: a transfer was changed after it was posted
admin-alarm-periods_follow_each_other = Periods overlap or have gaps
admin-alarm-grace_is_for_renewals = Access outlasts a period that may not be renewed
admin-alarm-charges_pay_periods = A charge has no period, or a paid period no charge
admin-alarm-trials_are_given_once = A trial was given twice
admin-alarm-orders_are_fulfilled_once = An order was fulfilled twice, or not as it says
admin-alarm-gifts_are_settled_once = A gift was taken and returned, or twice
admin-alarm-gift_hold_equals_gifts = The money held for gifts is not what they cost
admin-alarm-prizes_are_given_once = A prize of the game was given twice
admin-alarm-payments_are_credited_once = A payment was credited twice, or not at all
admin-alarm-suspense_is_explained = Suspense holds money that nothing explains
admin-alarm-refunds_stay_within_payments = More was refunded than was paid
admin-alarm-refunds_are_booked = A refund is not booked
admin-alarm-holds_equal_payouts = What is held is not what is being sent back
admin-alarm-operations_are_recorded = Money was moved by hand without a reason
admin-alarm-losses_are_explained = A loss has no cause in the books
admin-alarm-nobody_is_charged_for_nothing = Telegram goes on charging for what is over, or was never bought
admin-alarm-deleted_accounts_hold_nothing = Somebody who deleted his account has money
admin-alarm-codes_keep_their_limits = A promo code was used too often
admin-alarm-codes_are_used_for_something = A use of a promo code has no purchase
admin-alarm-codes_are_given_back = A promo code was not given back
admin-alarm-rewards_are_booked = A referral reward is not booked as earned
admin-alarm-rewards_stay_within_payments = A referral reward is larger than its share
admin-alarm-nobody_is_brought_in_a_cycle = Two people brought each other
admin-alarm-withdrawals_are_held = What is held for withdrawals is not what was asked for
admin-alarm-withdrawals_are_earned = More is paid out than was earned
admin-alarm-withdrawals_are_booked = A withdrawal is not booked
admin-alarm-nothing_is_overdue = Something that is due is not done
admin-alarm-undelivered_is_refunded = What was not delivered is not refunded
admin-alarm-notices_are_sent_once = A notice was sent twice
admin-alarm-access_follows_subscription = Access does not follow the subscription
admin-alarm-answers_count_for_their_generation = A panel confirmed what was not asked for
admin-alarm-access_reaches_the_panel = A change of access is in no queue
admin-alarm-access_is_as_sold = Access is not what was sold
admin-alarm-messages_wait_in_their_lane = A message waits where nobody takes it
admin-alarm-events_are_processed = Something from outside was lost from sight
admin-alarm-lanes_have_a_destination = A lane belongs to no destination
admin-alarm-python_reads_nothing = A program may read tables
admin-alarm-who_can_pay_keeps_access = Somebody who can pay lost access
admin-alarm-refunds_are_not_taken_again = What was given back was charged again
admin-alarm-charges_are_announced = A charge was not announced
admin-alarm-paid_is_access_or_money_back = Somebody paid and has neither access nor money
admin-alarm-delivered_is_not_refunded = What was delivered was refunded by itself
admin-alarm-what_begins_begins = What was bought for later did not begin
admin-alarm-gifts_are_taken_or_given_back = The money of a gift that nobody took is gone
admin-alarm-withdrawals_are_settled = A withdrawal is not settled within the promised days
admin-alarm-money_buys_what_it_was_for = A payment bought something else
admin-alarm-changes_are_told = Somebody was not told of a change
admin-alarm-ends_are_announced = Access ended without a warning
admin-alarm-choices_stay = A choice changed by itself
admin-alarm-screens_tell_the_truth = A screen says what will not happen

admin-alarm-do-database = Look at PostgreSQL: is it running, is its disk full, are its connections used up (<code>make doctor</code> says which), is it a standby? Its log names the cause. Nothing is lost meanwhile: Telegram and payment providers repeat what they could not deliver.
admin-alarm-do-migrations = Apply the release to the database: <code>python migrate.py up</code>. It has run only in part, or not at all.
admin-alarm-do-shop = Somebody held the shop, or it was restored from a backup. Restored: <code>select * from ops.restores</code> has to have a row for that; if there is none, call <code>select ops.catch_up('time of the backup')</code> first, or nobody asks what was paid since (docs/operations.md, Backup and restore). When you have seen why: <code>select ops.open_shop('reason')</code>.
admin-alarm-do-clock = Set the clock of PostgreSQL's machine right: <code>timedatectl set-ntp true</code>. While it differs from Telegram's by more than a quarter of an hour nothing is charged, ended, sent or deleted, and nobody is answered: what waits goes on within a minute after the clock is right.
admin-alarm-do-pg_cron = Look at <code>select * from ops.cron_runs limit 20</code>: refused connections name a line of pg_hba.conf, an empty list means that pg_cron is not loaded (shared_preload_libraries, cron.database_name), and a newest run that is old means that its launcher has ended: restart PostgreSQL. What is due is made up for when jobs run again.
admin-alarm-do-process = Look at its log and start it again: it ends only with wrong settings, and its last line says which. Nothing is lost meanwhile: updates, payments and messages wait.
admin-alarm-do-telegram = The token of the bot is refused: it was revoked at @BotFather, or is another bot's. Put the right one into BOT_TOKEN of the bot and the listener, and restart both.
admin-alarm-do-webhook = The detail has Telegram's words. Usually the reverse proxy, its certificate or the address in WEBHOOK_URL is wrong; the bot sets a webhook that was taken away again by itself. Updates wait at Telegram for a day.
admin-alarm-do-panels = Enable a panel, add one, or give one more room: Panels. What was bought waits, and is refunded if it waits too long.
admin-alarm-do-payment = Set the keys of a payment provider (docs/providers.md), and restart the bot and the listener.
admin-alarm-do-queue = Stuck says whether it is paused (by whom, or by which error), refused or late. Fix the cause, then Send again (<code>ops.resume</code>). Late without an error: the processes are too slow, docs/scaling.md.
admin-alarm-do-page = Does it run? Its log says what it lacks: usually the password of tickover_page, the pooler or the database's address is wrong. <code>make doctor</code> asks the page itself, and its public address. Apps keep the servers that they have meanwhile; new people get none.
admin-alarm-do-panel = Does the panel answer, and is its key right? denied means a wrong key or address: correct PANEL_KEYS or the panel's address; all other errors heal when it answers. The rest waits in order, and <code>select * from ops.lanes</code> has each error.
admin-alarm-do-provider = Does the provider have an outage, and is its key right? denied means a wrong key. Payments are not lost: they are asked for again when it answers. <code>select * from ops.outbox</code> has the error.
admin-alarm-do-job = <code>select * from ops.jobs</code> has the last error and <code>select * from ops.cron_runs</code> the attempts that never became a run. A job that is switched off there has to be switched on; all that is due is then made up for.
admin-alarm-do-checks_unknown = The detail of <code>ops.checks</code> says why: the check failed, or <code>check_invariants</code> and <code>check_history</code> did not run (<code>ops.jobs</code>). What is unknown is not known to be well.
admin-alarm-do-rows_parked = Stuck lists them with their errors. Fix the cause, then Try again (<code>ops.unpark</code>). A job tries each of them hourly by itself, and ends nothing meanwhile.
admin-alarm-do-letters_dead = Stuck shows each with its error. Send again (<code>ops.redrive</code>) when the cause is fixed, or discard (<code>ops.discard</code>) what is not worth it.
admin-alarm-do-brake = Nothing more happens until somebody looks. Find out why there is more than usual; if it is intended, Let through (<code>ops.release_brake</code>). <code>unrenewed</code>: switch <code>auto_renewal</code> on, and they are renewed; let through, they end.
admin-alarm-do-panel_version = Everything for this panel waits. Try the version with a throwaway account (<code>ops.check_panel</code>), then allow it under Panels (<code>ops.acknowledge_version</code>).
admin-alarm-do-access_late = Access has waited for longer than the setting late_delivery_minutes: <code>ops.lanes</code> has the errors. It is made up for with time, or refunded, by itself.
admin-alarm-do-panel_drift = So much differs, or again and again, that a person has to look: <code>ops.drift</code> says what, and <code>ops.reconcile_panel</code> (Panels) does what is held.
admin-alarm-do-panel_unread = Meanwhile nobody knows what the panel really has. The error is in <code>ops.panels</code>, then in <code>ops.lanes</code> (lane scan). A total that changes during each scan means that somebody else writes there all the time: have it read when he rests (<code>ops.scan_panel</code>).
admin-alarm-do-access_taken = The access waits. Rename the account at the panel, or take it over: <code>ops.adopt_access</code>.
admin-alarm-do-grace_unrestricted = A plan restricts the grace, and the panel has no restricted group: its customers keep full access meanwhile. Name one in the options of the panel.
admin-alarm-do-invoices_refused = The detail has the provider's words: check its token. What people asked for is tried again every ten minutes.
admin-alarm-do-orders_unbought = It is tried again by itself, and the money is on the payer's balance: <code>select * from billing.unbought</code> says why; for a renewal, <code>billing.unrenewed</code>.
admin-alarm-do-money_unbooked = They are tried again every minute, and nothing is lost: <code>last_error</code> of <code>ops.money_events</code>.
admin-alarm-do-money_unclear = It is not certain what a payment means: Payer unknown, or <code>ops.money_events</code>; docs/operations.md, Money that updates report.
admin-alarm-do-reconciliation = <code>select * from ops.reconciliation</code> lists what differs, and docs/operations.md, Reconciliation, what each difference means.
admin-alarm-do-lists_unread = <code>error</code> of <code>billing.listings</code> says why. It is read again the next day, or by <code>ops.reconcile</code>.
admin-alarm-do-bodies_refused = It had the right secret: <code>ops.refused_bodies</code>. The provider has changed something, or somebody else knows the secret: replace it. The alarm ends after a day without another one.
admin-alarm-do-offers_lost = Give them a price (<code>ops.change_price</code>, Plans, prices), or end the plan on purpose: <code>ops.retire_plan(code, false)</code>. The job tries until their access ends; if many would end at once, they are held.
admin-alarm-do-withdrawals_late = A person was promised an earlier day. Withdrawals shows whom, and what each step does.
admin-alarm-do-withdrawals_unsettled = Look in the provider's cabinet, or ask who was to send it, then say so under Withdrawals (<code>ops.settle_withdrawal</code>). It is not given back before.
admin-alarm-do-payouts_wait = Look at the error in <code>ops.lanes</code>: top up the app in @CryptoBot, allow transfers there, set payout_asset, or a token of @CryptoBot in place of one of @CryptoTestnetBot. The withdrawals are tried again every ten minutes.
admin-alarm-do-support_unread = Make somebody an admin who may read tickets and has started the bot (<code>ops.make_admin</code>), or set support_chat under Settings. If the bot was removed from the group of support, or may not write there (its General topic is closed), change that: what waits is then shown there. Meanwhile admins get it in their own chats.
admin-alarm-do-methods_forbidden = The provider's manager has to allow this shop automatic payments: write to him. Until then everybody can pay, and nobody's card is remembered or charged for renewals; it is tried again each day.
admin-alarm-do-channels_unanswered = Nobody is kept out meanwhile. Make the bot an administrator of the channel, or correct its id in required_channels (<code>app.channel_troubles</code>).
admin-alarm-do-shop_text = Ours is sent in its place. Write it again under Texts.
admin-alarm-do-backups = Run <code>python -m scripts.shop backup</code> on the host: it makes one, or says what is in the way. Why the nightly one fails is in <code>journalctl -u tickover-backup</code>, or in the log of cron. If backups are made by other means now: <code>select ops.set_backup_places(array[]::text[])</code>.
admin-alarm-do-doctor = <code>make doctor</code> on the machine says what fixes it: a disk that is full, a certificate that ends, a clock that is wrong, a password that does not fit. It looks each hour, and says so when it is over.
admin-alarm-do-books = Somebody bypassed the functions, or one of them is wrong. Switch off what moves money (<code>app.flags</code>), find the rows (<code>select * from ops.violations</code>) and the cause, and correct with <code>ops.reverse_charge</code>, <code>ops.refund</code>, <code>ops.credit</code>, <code>ops.debit</code>. <code>ledger.reverse</code> reverses only money that no period, payment or refund names.
admin-alarm-do-promise = A customer was wronged: <code>select * from ops.broken_promises</code> says who. Make it good (days, money, a word), then find the cause.
admin-alarm-do-access = <code>select * from ops.violations</code> names the subscriptions; <code>ops.reapply</code> sends the access of a panel again. Then find out who wrote to the tables.
admin-alarm-do-lanes = <code>select * from ops.violations</code> names the lane, <code>ops.lanes</code> its state. Somebody wrote to the tables of the queues, or a release has a bug: keep the rows, and report it.
admin-alarm-do-rights = A role of a program got rights that it must not have. <code>select ops.apply_grants()</code> as the owner takes them back; the log of the server says who gave them.
admin-alarm-do-other = <code>select * from ops.alarms</code> has the detail. The name is from another release: its docs/runbook.md says what to do.

# What to do about alerts of Prometheus (deploy/prometheus/alerts.yml), which are no alarms of the shop.
admin-alarm-do-check_fails = <code>GET /ready?for=shop</code> on the bot's port says why. The name of the check has its own section in docs/runbook.md.
admin-alarm-do-memory_grows = Restart it, which loses nothing, and report what it did before.
admin-alarm-do-check_broken = <code>select * from ops.checks where state = 'broken'</code> has the detail. The name has its own section in docs/runbook.md.
admin-alarm-do-alarms_raised = <code>select * from ops.alarms</code>; each name has its section in docs/runbook.md. The admins were told in Telegram.
admin-alarm-do-taps_slow = Telegram is slow, or the bot lacks CPU: docs/scaling.md.
admin-alarm-do-webhooks_refused = Somebody tries, or a provider's secret was changed on one side only: payments then come by polling.
admin-alarm-do-page_fails = Apps keep their lists meanwhile. Look at the page's log and its /ready.
admin-alarm-do-payment_unserved = <code>select * from ops.money_events where state = 'waiting'</code>, and <code>ops.parked</code>: last_error says why.
admin-alarm-do-suspense_waits = <code>select * from ops.suspense</code>: ask the provider who paid; then ops.assign_suspense or ops.return_suspense.
admin-alarm-do-ticket_waits = Answer in the chat of support or in the admin menu. <code>select * from ops.tickets</code> shows who waits.
admin-alarm-do-due_late = <code>select * from ops.jobs</code>, ops.brakes and ops.parked: it is off, held, failing, or rows are set aside.
admin-alarm-do-locks_wait = <code>select * from ops.locks</code> says who is in the way; docs/dba.md says what to do.
admin-alarm-do-freezing_lags = Something holds autovacuum back: an old transaction, a prepared one, a slot. End it, then vacuum freeze.
admin-alarm-do-disk_full = The doctor says which disk of the shop it is: make room, for example with <code>journalctl --vacuum-size=500M</code>, <code>docker system prune</code> or fewer old backups, or move the data to a larger one. A full disk stops PostgreSQL; what was committed stays, and updates and reports of payments come again afterwards.
admin-alarm-do-wal_retained = Its standby is behind or gone: bring it back, or drop the slot before the disk is full.
