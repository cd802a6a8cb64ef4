-- Each column says what it holds: meaning, unit, shape, what null is. \d+ and docs/schema show it.
-- An id that is the key of its table alone has none.

comment on column app.accepted_terms.user_id is 'Who accepted it.';
comment on column app.accepted_terms.version is
  'The version that was shown to him, as the setting terms_version was then.';

comment on column app.audit.subject_id is
  'The id of the thing in its table; null for a thing that has a name and no id (subject_key).';
comment on column app.audit.before is
  'What of the thing was so before, an object by column or word; null where there was nothing or nothing is to be said.';
comment on column app.audit.after is
  'What of it is so since, an object like before; null where nothing is left or nothing is to be said.';
comment on column app.audit.reason is
  'Why: the words of who did it by hand, or of the program; null where none were given.';

comment on column app.bot.only_one is 'Always true: the table has one row.';

comment on column app.brake_uses.brake is 'Under which brake.';
comment on column app.brake_uses.count is 'How many happened at that time.';

comment on column app.brakes.name is 'What it limits; its alarm is brake_<name>.';
comment on column app.brakes.description is 'What it limits and what holding it means, for operators.';

comment on column app.channel_members.user_id is 'Whom Telegram was asked about.';
comment on column app.channel_members.chat_id is 'Telegram''s id of the channel, as in the setting required_channels.';

comment on column app.channel_troubles.chat_id is 'Telegram''s id of the channel, as in the setting required_channels.';

comment on column app.conversations.telegram_id is 'Telegram id of the person who talks.';
comment on column app.conversations.chat_id is
  'Telegram id of the chat in which he talks; in a private chat the same number.';
comment on column app.conversations.state is
  'What the bot has asked and waits for, a name of aiogram''s state machine; null while it waits for nothing.';
comment on column app.conversations.data is
  'What was answered so far and is needed for the rest, an object; its keys are those of the handlers of the state.';
comment on column app.conversations.updated_at is 'When it was written last, business time, UTC.';

comment on column app.editable_texts.name is 'Fluent id of the message in texts/, or brand.';

comment on column app.erasures.telegram_id is
  'Telegram id whose traces are to be erased: of a user who was forgotten, and of his private chat.';

comment on column app.export_slices.export_id is 'The file that it is a part of.';

comment on column app.exports.what is 'payments, ledger, customers or subscriptions.';
comment on column app.exports.until_day is 'See from_day; the day itself is not in it.';
comment on column app.exports.reason is 'What the admin said that it is for, as in app.audit.';
comment on column app.exports.made_at is 'When its rows had been read, business time, UTC; null until then.';
comment on column app.exports.rows is 'How many rows it has; null until it is made.';

comment on column app.flags.name is 'What app.flag() takes.';
comment on column app.flags.enabled is 'False: what it switches is off.';
comment on column app.flags.description is 'What stops while it is off, for operators.';
comment on column app.flags.updated_at is 'When enabled changed last, business time, UTC.';

comment on column app.home.one_row is 'Always true: the table has one row.';

comment on column app.identity_key.only_one is 'Always true: the table has one row.';

comment on column app.notice_preferences.user_id is 'Who chose.';

comment on column app.permissions.name is 'The word that functions of schema admin ask for.';
comment on column app.permissions.description is 'What it allows, for operators.';

comment on column app.role_permissions.role is 'The role that has it, see app.users.role.';
comment on column app.role_permissions.permission is 'What it may do, see app.permissions.';

comment on column app.settings.name is 'What app.setting() takes.';
comment on column app.settings.value is 'What holds now; its shape is that of its kind, see app.setting_kinds().';
comment on column app.settings.description is 'What it does and in which unit, for operators.';
comment on column app.settings.updated_at is 'When value changed last, business time, UTC.';

comment on column app.shop_texts.name is 'Which text, see app.editable_texts.';

comment on column app.start_links.user_id is 'Who came with it.';
comment on column app.start_links.kind is
  'ref: of a user who brings others; ad: of a campaign; promo: of a promo code; gift: of a gift.';

comment on column app.telegram_identities.user_id is 'Whose identity it is.';
comment on column app.telegram_identities.username is
  'Name at Telegram without @, as it was at the last /start; null for none.';
comment on column app.telegram_identities.first_name is
  'First name at Telegram, as it was at the last /start; null where Telegram gave none.';
comment on column app.telegram_identities.updated_at is
  'When he last gave /start, or a refusal of Telegram was noted or forgotten, business time, UTC.';

comment on column app.told.subscription_id is 'The subscription that it was about; null where it was about none.';

comment on column app.users.created_at is 'When the person started the bot first, business time, UTC.';

comment on column billing.disputes.provider is 'Whose payment it is.';
comment on column billing.disputes.currency is 'Of amount and fee: in which the provider disputes.';
comment on column billing.disputes.opened_at is 'When the shop heard of it first, business time, UTC.';
comment on column billing.disputes.loss_currency is
  'Of loss, owed, covered and waived: in which the payment had been credited; null while nothing was taken.';

comment on column billing.former_promo_uses.code_id is 'Which promo code.';

comment on column billing.game_prizes.dice_value is 'What the ball shows, 1 to 6; at most one prize for each.';

comment on column billing.gift_codes.gift_id is 'The gift that it opens.';

comment on column billing.gift_guesses.user_id is 'Who opened them.';

comment on column billing.gifts.currency is 'Of amount.';
comment on column billing.gifts.subscription_id is
  'The subscription of who took it, to which its period belongs; null while nobody has.';
comment on column billing.gifts.period_number is
  'Which period of subscription_id it became; null while nobody has taken it.';

comment on column billing.invoice_refusals.provider is 'Who refused.';
comment on column billing.invoice_refusals.currency is 'In which the invoice was to be paid.';
comment on column billing.invoice_refusals.kind is
  'too_small, too_great: the amount is beyond what the provider takes; unavailable: not because of the amount.';
comment on column billing.invoice_refusals.error is 'What the provider said.';

comment on column billing.invoices.user_id is 'Who is to pay, and whose balance grows.';
comment on column billing.invoices.provider is 'Who is asked to let him pay.';
comment on column billing.invoices.currency is 'Of amount: what the provider takes.';
comment on column billing.invoices.credited_currency is 'Of credited_amount: that of the balance.';
comment on column billing.invoices.created_at is 'When it was asked for, business time, UTC.';
comment on column billing.invoices.closed_at is
  'When it was paid, over or failed, the last time; null while it is creating or open.';

comment on column billing.listings.provider is 'Whose list it is.';
comment on column billing.listings.pages is 'How many pages were read so far.';
comment on column billing.listings.started_at is 'When the reading began.';
comment on column billing.listings.finished_at is
  'When its last line was read, or it was given up; null while it runs.';

comment on column billing.notice_rules.description is 'What it says to whom, for the owner.';

comment on column billing.notice_watch.subscription_id is 'Which subscription.';

comment on column billing.notices.subscription_id is 'The subscription that it is about.';
comment on column billing.notices.period_number is 'Its period that it is about.';
comment on column billing.notices.created_at is 'When it was decided, business time, UTC.';

comment on column billing.operations.action is
  'What was done: credit, debit, extend, change_end, revoke, cancel, refund, payout and so on, the name of its function.';
comment on column billing.operations.user_id is 'Whom it was done for or to.';
comment on column billing.operations.result is
  'What it came to, an object with outcome: what a repeated request returns; null only until its transaction ends.';
comment on column billing.operations.reason is
  'Why, in the words of who did it; where it moves money or time, its user reads it in his history.';
comment on column billing.operations.at is 'When, business time, UTC.';

comment on column billing.orders.status is
  'open: may be accepted or paid until expires_at; fulfilled: paid, and given; cancelled.';
comment on column billing.orders.price_id is 'The price that was quoted; null for a top-up.';
comment on column billing.orders.provider is 'Through whom a top-up is paid; null where the balance pays.';
comment on column billing.orders.currency is 'Of amount, discount, credit and list_amount.';
comment on column billing.orders.created_at is 'When it was quoted, business time, UTC.';
comment on column billing.orders.expires_at is 'Until when that quote holds, business time, UTC.';
comment on column billing.orders.paid_at is
  'When it was paid, business time, UTC: the same moment as fulfilled_at; null until then.';
comment on column billing.orders.fulfilled_at is 'When what it buys was given, business time, UTC; null until then.';

comment on column billing.origins.user_id is 'Who came.';

comment on column billing.payment_choices.user_id is 'Who chose.';

comment on column billing.payment_methods.user_id is 'Who had it remembered, and pays with it.';
comment on column billing.payment_methods.provider is 'Who charges it.';
comment on column billing.payment_methods.created_at is 'When it was remembered.';
comment on column billing.payment_methods.error is
  'The provider''s word for why it is not charged any more; null while it is.';

comment on column billing.payments.provider is 'Through whom it came.';
comment on column billing.payments.user_id is
  'Whose balance it went to; null for money that went to suspense (its owner, once known: billing.suspense.user_id).';
comment on column billing.payments.currency is 'Of amount: that of the balance.';
comment on column billing.payments.transfer_id is
  'The transfer from the provider''s account to the balance, or to suspense.';
comment on column billing.payments.received_at is 'When it was booked, business time, UTC.';
comment on column billing.payments.gross_currency is
  'In which the payer paid; null where gross is, and it was currency.';

comment on column billing.periods.subscription_id is 'The subscription that it belongs to.';
comment on column billing.periods.number is 'Which period of the subscription it is, from 1 without gaps.';
comment on column billing.periods.starts_at is 'When it begins, business time, UTC.';
comment on column billing.periods.ends_at is
  'When it was to end as it was sold, itself not in it, business time, UTC; see closed_at.';
comment on column billing.periods.created_at is 'When it was granted, business time, UTC.';

comment on column billing.personal_prices.user_id is 'Who pays less.';
comment on column billing.personal_prices.period_unit is 'day or month, of period_count; null: every length.';
comment on column billing.personal_prices.currency is 'Of amount; null for a percentage.';
comment on column billing.personal_prices.reason is
  'Why, in the words of who gave it; notice:<rule> or throw <id> where a notice or the game did.';

comment on column billing.plan_versions.plan_id is 'Which plan.';
comment on column billing.plan_versions.version is 'Counts the changes of what that plan gives, from 1.';
comment on column billing.plan_versions.device_limit is 'Devices at a time; null for no limit.';
comment on column billing.plan_versions.data_limit_bytes is
  'Traffic in bytes until it is counted anew; null for no limit.';
comment on column billing.plan_versions.traffic_reset is
  'When traffic is counted anew: period, month or never, see billing.plans.';
comment on column billing.plan_versions.traffic_carry_over is
  'Whether unused traffic is kept, so that the limit grows instead.';
comment on column billing.plan_versions.panels is 'On how many panels its access is.';
comment on column billing.plan_versions.places is
  'Where it may be: countries and panels by their code; null for anywhere.';
comment on column billing.plan_versions.grace_access is 'What access is during the grace: full or restricted.';

comment on column billing.plans.code is 'Its name for operators, settings and links; what customers read is title.';
comment on column billing.plans.position is 'Order in which plans are offered, the least first.';

comment on column billing.prices.plan_id is 'What is sold.';
comment on column billing.prices.period_count is 'For how long: how many period_unit.';
comment on column billing.prices.currency is 'Of amount.';

comment on column billing.promo_attempts.user_id is 'Who tried.';

comment on column billing.promo_choices.user_id is 'Whose prices it lowers.';
comment on column billing.promo_choices.code_id is 'The promo code.';

comment on column billing.promo_guard.name is 'Always all: the table has one row.';

comment on column billing.promo_uses.code_id is 'The promo code.';
comment on column billing.promo_uses.user_id is 'Who used it.';
comment on column billing.promo_uses.period_number is 'See subscription_id.';

comment on column billing.provider_limits.provider is 'Who says so.';
comment on column billing.provider_limits.currency is 'Of min_amount and max_amount: what the provider takes.';

comment on column billing.provider_transactions.provider is 'On whose list it is.';
comment on column billing.provider_transactions.kind is
  'payment: from a payer; refund: back to one; payout: to somebody who withdrew; dispute: taken for one, or given back; fee; other.';
comment on column billing.provider_transactions.currency is
  'Of amount and fee; null where an asset moved that no price is in.';
comment on column billing.provider_transactions.asset is
  'The provider''s code of what moved, such as USDT; null where amount says it.';

comment on column billing.providers.listed_to is 'See listed_from; null for never.';

comment on column billing.referral_codes.user_id is 'Who brings others with it.';

comment on column billing.referral_rewards.payer_id is 'Who paid.';

comment on column billing.referral_tiers.percent is 'What part of each payment is earned, percent.';

comment on column billing.refunds.subscription_id is
  'Of a refund of a period: its subscription; null for one of a payment.';
comment on column billing.refunds.period_number is 'Of a refund of a period: which one; null for one of a payment.';
comment on column billing.refunds.payment_id is
  'Of a refund of a payment: which one goes back to its source; null for one of a period.';
comment on column billing.refunds.currency is 'Of amount.';
comment on column billing.refunds.actor is 'Who decided it, as in app.audit.';
comment on column billing.refunds.reason is 'Why; its user reads it in his history.';
comment on column billing.refunds.created_at is 'When it was decided, business time, UTC.';

comment on column billing.requisites_shown.chat_id is 'Telegram id of the chat in which it is.';
comment on column billing.requisites_shown.message_id is 'Telegram''s id of the message in that chat.';
comment on column billing.requisites_shown.withdrawal_id is 'The withdrawal whose requisites it shows.';

comment on column billing.settled_differences.provider is 'Whose list differed.';
comment on column billing.settled_differences.difference is 'How it differed, as in ops.reconciliation.';
comment on column billing.settled_differences.actor is 'Who was done with it, as in app.audit.';
comment on column billing.settled_differences.reason is 'What he found and did.';

comment on column billing.shown_notices.subscription_id is 'The subscription that it is about.';
comment on column billing.shown_notices.period_number is 'Its period that it is about.';

comment on column billing.subscription_names.subscription_id is 'The subscription that has it.';

comment on column billing.subscriptions.user_id is 'Whose it is; for ever.';
comment on column billing.subscriptions.status is
  'active: until expires_at was reached and handled; expired: no access any more, until another period is granted.';
comment on column billing.subscriptions.anchor_number is 'The period that begins at anchor_at; n counts from it.';
comment on column billing.subscriptions.created_at is 'When its first period was granted, business time, UTC.';

comment on column billing.suspense.payment_id is 'The payment.';
comment on column billing.suspense.reason is 'Why nobody was credited: unknown payer.';
comment on column billing.suspense.created_at is 'When it came, business time, UTC.';
comment on column billing.suspense.resolved_at is 'When an operator decided, business time, UTC; null while it waits.';

comment on column billing.throws.user_id is 'Who threw.';
comment on column billing.throws.settled_at is
  'When Telegram said the value, or refused, business time, UTC; null while it is sending.';

comment on column billing.trials.user_id is 'Whose account it was given to; that account may be deleted by now.';
comment on column billing.trials.started_at is 'When it was given, or the account deleted, business time, UTC.';

comment on column billing.unbought.order_id is 'The order that waits.';
comment on column billing.unbought.user_id is 'Who ordered it.';
comment on column billing.unbought.next_at is 'When it is tried again, business time, UTC.';
comment on column billing.unbought.error is 'The outcome, or the message of the error, of the last attempt.';

comment on column billing.unrenewed.subscription_id is 'The subscription.';
comment on column billing.unrenewed.user_id is 'Whose it is.';
comment on column billing.unrenewed.next_at is
  'When it is tried again, business time, UTC; infinity once its user was told that it is not.';
comment on column billing.unrenewed.error is 'The outcome, or the message of the error, of the last attempt.';

comment on column billing.withdrawal_approvals.withdrawal_id is 'The withdrawal that was approved.';

comment on column billing.withdrawal_drafts.user_id is 'Who is choosing.';
comment on column billing.withdrawal_drafts.currency is 'Of amount: that of his account referral.';
comment on column billing.withdrawal_drafts.way is
  'How it is to reach him, see billing.withdrawal_ways; null until he has chosen.';
comment on column billing.withdrawal_drafts.key_id is
  'For which key the requisites are sealed; null until they are given.';

comment on column billing.withdrawal_ways.name is 'What texts and withdrawals call it.';
comment on column billing.withdrawal_ways.position is 'Order in which it is offered, the least first.';
comment on column billing.withdrawal_ways.enabled is 'Whether it is offered.';

comment on column billing.withdrawals.user_id is 'Who is paid.';
comment on column billing.withdrawals.currency is 'Of amount and owed: that of the account from which it is taken.';
comment on column billing.withdrawals.way is 'How it reaches the person, see billing.withdrawal_ways.';
comment on column billing.withdrawals.key_id is
  'For which key it is sealed, see billing.requisites_keys; null where nothing is sealed.';
comment on column billing.withdrawals.status is
  'requested; approved: a person of the shop is to send it; sending: a provider is asked, or that person has seen the requisites, so it may have been sent; paid; failed: it could not be paid; rejected: by the shop; cancelled: by who asked. The last three gave the money back.';
comment on column billing.withdrawals.settled_at is 'When it was paid, or given back; null while it is open.';
comment on column billing.withdrawals.returned_at is
  'When what was paid had come back and was given back; null for none.';

comment on column broadcast.broadcasts.argument is
  'What segment needs beside its name: a language, the code of a plan, or <argument> of the view ops.segment_<argument>; null for the others.';

comment on column broadcast.contents.broadcast_id is 'The broadcast that says it.';
comment on column broadcast.contents.variant is 'a, or b: the other one of two that are compared.';
comment on column broadcast.contents.media is 'photo or video: what file_id is; null for a text alone.';

comment on column broadcast.recipients.broadcast_id is 'The broadcast.';
comment on column broadcast.recipients.user_id is 'Who gets it.';
comment on column broadcast.recipients.variant is 'Which text: a, or b where two are compared.';

comment on column inbox.events.received_at is 'When it was stored, the machine''s time, UTC.';

comment on column inbox.money_events.currency is
  'Of amount, as the event said, which may be one that the shop does not know; null when it did not say.';
comment on column inbox.money_events.tried_at is
  'When booking it was tried last, the machine''s time, UTC; null for never.';
comment on column inbox.money_events.last_error is 'Why booking it failed the last time; null when it never did.';

comment on column inbox.refused_bodies.body is 'What is kept of it.';
comment on column inbox.refused_bodies.first_at is 'When it came first, the machine''s time, UTC.';
comment on column inbox.refused_bodies.last_at is 'When it came last, the machine''s time, UTC.';

comment on column jobs.alarm_groups.began_at is 'When its first alarm was raised.';
comment on column jobs.alarm_groups.acknowledged_at is 'When he said so; null for nobody.';

comment on column jobs.alarm_messages.group_id is 'What it is about.';
comment on column jobs.alarm_messages.user_id is 'The admin.';

comment on column jobs.alarm_spells.group_id is 'With which others it is told.';
comment on column jobs.alarm_spells.name is 'The alarm, as in ops.raised_alarms.';
comment on column jobs.alarm_spells.began_at is 'When it was raised.';

comment on column jobs.alarm_teller.only_one is 'Always true: the table has one row.';

comment on column jobs.alarms.name is 'The invariant, promise or condition that is not so; its kind: ops.alarm_kinds.';
comment on column jobs.alarms.detail is 'What was found, for operators.';
comment on column jobs.alarms.seen_at is 'When a check saw it last; the machine''s time, UTC.';

comment on column jobs.checks.name is 'Which invariant or promise, see ops.check_definitions.';

comment on column jobs.jobs.name is 'Its function is jobs.<name>.';
comment on column jobs.jobs.batch_size is 'Most rows that one step does: what its function is given.';
comment on column jobs.jobs.description is 'What it does, for operators.';

comment on column jobs.parked.job is 'Which job passes over it.';
comment on column jobs.parked.row_id is 'The id of the row in the table that the job works off.';
comment on column jobs.parked.sqlstate is 'Of the last failure, five characters.';
comment on column jobs.parked.error is 'The message of the last failure.';
comment on column jobs.parked.parked_at is 'When it failed last; the machine''s time, UTC.';

comment on column jobs.run.job is 'Which job.';
comment on column jobs.run.status is
  'running; ok: it came to its end; failed: see error; skipped: its flag is off, or the shop is held, and nothing was done.';
comment on column jobs.run.started_at is 'When it began; the machine''s time, UTC.';
comment on column jobs.run.finished_at is 'When it ended; null while it runs.';
comment on column jobs.run.batches is 'How many steps it made, each committed by itself.';
comment on column jobs.run.error is 'Why it failed; null when it did not.';

comment on column ledger.accounts.user_id is 'Whose money it holds; null for system accounts.';
comment on column ledger.accounts.currency is 'Of all its entries; each currency has accounts of its own.';
comment on column ledger.accounts.created_at is 'When it was opened, business time, UTC.';

comment on column ledger.entries.transfer_id is 'The movement that it is a side of.';
comment on column ledger.entries.account_id is 'The account that it changes.';
comment on column ledger.entries.currency is 'Of amount: that of the account.';

comment on column ledger.snapshots.account_id is 'The system account.';
comment on column ledger.snapshots.taken_at is 'When it was summed, business time, UTC.';

comment on column ledger.transfers.reason is
  'Why, in the words of who moved it by hand; null where kind and cause say all.';

comment on column migrate.columns.name is 'The column.';

comment on column migrate.forms.path is 'The file, relative to sql/.';

comment on column migrate.gaps.version is 'The number.';
comment on column migrate.gaps.allowed_at is 'When that was said; the machine''s time, UTC.';
comment on column migrate.gaps.allowed_by is 'The database role that said so.';

comment on column migrate.objects.type is
  'Kind of object, as pg_identify_object() gives it: function, procedure, view, trigger.';
comment on column migrate.objects.path is 'The repeatable file that made it.';

comment on column migrate.repeatables.applied_at is 'When it was applied last; the machine''s time, UTC.';
comment on column migrate.repeatables.applied_by is 'The database role that applied it.';

comment on column migrate.versions.version is 'The number that its name begins with.';
comment on column migrate.versions.started_at is 'When it began to be applied; the machine''s time, UTC.';
comment on column migrate.versions.applied_by is 'The database role that applied it.';

comment on column migrate.applied.path is 'The file, relative to sql/.';
comment on column migrate.applied.checksum is 'SHA-256 of the file as it was applied last.';

comment on column migrate.drift.path is 'The repeatable file that made it.';
comment on column migrate.drift.type is 'Kind of object, as pg_identify_object() gives it.';
comment on column migrate.drift.identity is 'Name with argument types, as pg_identify_object() gives it.';
comment on column migrate.drift.state is 'same; drifted: its definition is another one than the file made; missing.';
comment on column migrate.drift.classid is
  'The catalog that it is in, pg_proc, pg_class or pg_trigger; null when it is missing.';
comment on column migrate.drift.objid is 'Its oid there; null when it is missing.';

comment on column migrate.live.classid is 'The catalog that it is in: pg_proc, pg_class or pg_trigger.';
comment on column migrate.live.objid is 'Its oid there.';
comment on column migrate.live.type is 'Kind of object, as pg_identify_object() gives it.';
comment on column migrate.live.identity is 'Name with argument types, as pg_identify_object() gives it.';
comment on column migrate.live.hash is 'SHA-256 of its definition now.';

comment on column outbox.consumers.id is 'Drawn by the process when it starts.';
comment on column outbox.consumers.host is 'Name of the machine or container that it runs on.';
comment on column outbox.consumers.pid is 'Its process id there.';
comment on column outbox.consumers.version is 'Release of the program.';
comment on column outbox.consumers.started_at is 'When it registered; the machine''s time, UTC.';

comment on column outbox.counters.destination is 'Which destination.';

comment on column outbox.dead_letters.topic is 'The topic that it waited in.';
comment on column outbox.dead_letters.lane is
  'The lane that it waited in: where that is a chat, a Telegram id, personal data.';
comment on column outbox.dead_letters.kind is 'What it was, see outbox.kinds.';
comment on column outbox.dead_letters.payload is 'As it was enqueued; personal data.';
comment on column outbox.dead_letters.useful_until is
  'Business time, UTC, after which it was to be dropped; null for ever.';
comment on column outbox.dead_letters.enqueued_at is 'When it was enqueued; the machine''s time, UTC.';
comment on column outbox.dead_letters.attempts is 'How often it had been tried.';
comment on column outbox.dead_letters.buried_at is 'When it was given up or dropped; the machine''s time, UTC.';

comment on column outbox.destinations.topic is 'Whose messages go there.';
comment on column outbox.destinations.breaker_cooldown is
  'How long an open breaker lets nothing through; null for the topic''s.';
comment on column outbox.destinations.tokens_at is 'When tokens was computed; the machine''s time, UTC.';

comment on column outbox.kinds.name is 'What outbox.enqueue takes, in dotted lower case.';
comment on column outbox.kinds.topic is 'The topic that its messages wait in.';
comment on column outbox.kinds.description is 'What a message of it does outside.';

comment on column outbox.lanes.topic is 'The topic that it is in.';

comment on column outbox.messages.topic is 'The topic of its kind.';
comment on column outbox.messages.lane is
  'The lane that it waits in: where that is a chat, a Telegram id, personal data.';
comment on column outbox.messages.id is 'Order within its lane; one sequence for all topics.';
comment on column outbox.messages.kind is 'What it is, see outbox.kinds.';

comment on column outbox.telegram_look.only_one is 'Always true: the table has one row.';

comment on column outbox.topics.name is 'What kinds and consumers call it.';
comment on column outbox.topics.description is 'What its messages are about.';
comment on column outbox.topics.backoff_max is 'Longest delay after a failure.';
comment on column outbox.topics.breaker_cooldown is 'How long an open breaker lets nothing through.';

comment on column outbox.troubles.detail is 'What the process found, for operators.';

comment on column support.chat_troubles.chat_id is 'Telegram id of the group.';

comment on column support.company_requests.user_id is 'Who asks.';
comment on column support.company_requests.company is 'Its name; null until it was said.';

comment on column support.messages.ticket_id is 'The ticket that it belongs to.';
comment on column support.messages.sender is 'user, or support: whoever answers for the shop.';
comment on column support.messages.kind is
  'What it is at Telegram: text, photo, document, voice, audio, video, video_note, animation or sticker.';
comment on column support.messages.error is 'Why Telegram refused to deliver it; null when it did not.';

comment on column support.posts.chat_id is 'Telegram id of the chat in which it is.';
comment on column support.posts.message_id is 'Telegram''s id of the message in that chat.';
comment on column support.posts.ticket_id is 'The ticket that it shows.';

comment on column support.tickets.user_id is 'Who asks.';
comment on column support.tickets.closed_by is 'user or support; null while it is open.';

comment on column vpn.access.subscription_id is 'Whose access it is.';
comment on column vpn.access.id is
  'Also the key of its lane. No other access gets it, also once it has left (vpn.former_access).';

comment on column vpn.client_apps.title is 'What its button says, the same in all languages.';
comment on column vpn.client_apps.platform is 'ios, android, windows, macos, linux or tv.';

comment on column vpn.desired.subscription_id is 'Whose access it is.';

comment on column vpn.device_lists.access_id is 'The access whose panel is asked.';

comment on column vpn.devices.access_id is 'The access that it is bound to.';

comment on column vpn.drift.panel_id is 'The panel that has it otherwise.';

comment on column vpn.former_access.panel_id is 'The panel that it has left.';
comment on column vpn.former_access.subscription_id is 'Whose access it was.';
comment on column vpn.former_access.key is 'Its name at that panel.';
comment on column vpn.former_access.uuid is 'Its VLESS identity at that panel.';

comment on column vpn.late_deliveries.subscription_id is 'Whose access came late.';

comment on column vpn.mark.only_one is 'Always true: the table has one row.';

comment on column vpn.observed.scan_id is 'The scan that read it.';
comment on column vpn.observed.key is 'Its name at the panel.';
comment on column vpn.observed.uuid is 'Its VLESS identity at the panel.';
comment on column vpn.observed.enabled is 'Whether the panel lets it in.';
comment on column vpn.observed.used_bytes is 'Traffic since the panel counts, bytes.';
comment on column vpn.observed.online_at is 'When the panel saw it last.';
comment on column vpn.observed.devices is 'How many devices the panel has bound to it.';

comment on column vpn.page_devices.subscription_id is 'The subscription that it is bound to.';

comment on column vpn.panel_check_steps.check_id is 'The check that it is a step of.';
comment on column vpn.panel_check_steps.step is 'What was tried, see gateways/vpn/check.py.';
comment on column vpn.panel_check_steps.failed is
  'Whether the panel did not do it; the last step is then to remove the account.';
comment on column vpn.panel_check_steps.done_at is 'When it was done, business time, UTC.';

comment on column vpn.panel_checks.panel_id is 'The panel that is checked.';
comment on column vpn.panel_checks.asked_by is 'Who asked for it, as in app.audit.';

comment on column vpn.panel_states.panel_id is 'Which panel.';
comment on column vpn.panel_states.version is 'Its release, as it says itself; null before the first answer.';

comment on column vpn.panels.code is
  'Its name for operators, settings and plans; customers read it where country is null.';
comment on column vpn.panels.kind is 'What software it is, and so which adapter of gateways/vpn/ speaks to it.';
comment on column vpn.panels.base_url is 'Where its API is, without the key.';

comment on column vpn.reapplies.panel_id is 'The panel.';

comment on column vpn.reissues.panel_id is 'The panel.';

comment on column vpn.scans.panel_id is 'The panel that is read.';
comment on column vpn.scans.pages is 'How many pages were read so far.';
comment on column vpn.scans.finished_at is 'When its last page was read, or it was given up; null while it runs.';

comment on column vpn.subscription_addresses.subscription_id is 'Whose page it is.';

comment on column vpn.traffic_notices.subscription_id is 'Whose traffic it is.';
comment on column vpn.traffic_notices.percent is '80 (little is left) or 100 (all of it is used).';

comment on column vpn.usage.access_id is 'The access that is used.';
