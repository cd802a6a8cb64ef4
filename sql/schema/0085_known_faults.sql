-- What waits for something to be sold waits for a missing offer a day in all, however often something else keeps it
-- waiting in between. Its day began anew each time.
alter table billing.unbought
  add column offer_until timestamptz,
  add column otherwise_since timestamptz;
alter table billing.unrenewed
  add column offer_until timestamptz,
  add column otherwise_since timestamptz;
update billing.unbought as u
set
  offer_until = case when u.error = 'no_offer' then u.since + interval '1 day' end,
  otherwise_since = case when u.error <> 'no_offer' then u.since end;
update billing.unrenewed as u
set
  offer_until = case when u.error = 'unavailable' then u.since + interval '1 day' end,
  otherwise_since = case when u.error <> 'unavailable' then u.since end;
alter table billing.unbought
  add constraint waits_for_something check (num_nonnulls(offer_until, otherwise_since) > 0);
alter table billing.unrenewed
  add constraint waits_for_something check (num_nonnulls(offer_until, otherwise_since) > 0);
comment on column billing.unbought.offer_until is
  'Until when it waits for a missing offer, business time, UTC: later by as long as something else keeps it waiting (otherwise_since); null while its offer has never been missing.';
comment on column billing.unbought.otherwise_since is
  'Since when something else than a missing offer keeps it waiting, business time, UTC; null while its offer is missing.';
comment on column billing.unrenewed.offer_until is
  'Until when it waits for a missing offer, business time, UTC: later by as long as something else keeps it waiting (otherwise_since); null while its offer has never been missing.';
comment on column billing.unrenewed.otherwise_since is
  'Since when something else than a missing offer keeps it waiting, business time, UTC; null while its offer is missing.';
select migrate.classify('billing.unbought', 'open', 'offer_until', 'otherwise_since');
select migrate.classify('billing.unrenewed', 'open', 'offer_until', 'otherwise_since');

-- What a dispute that was lost took of a payer whom nobody knows is neither his any more nor the shop's loss. When it
-- comes back nevertheless, it waits for him again.
alter table billing.suspense
  add column dispute_id bigint unique references billing.disputes,
  add constraint lost_is_nobodys check (dispute_id is null or resolved_at is not null and user_id is null);
comment on column billing.suspense.dispute_id is
  'The dispute that was lost and by which it has gone back; null while it waits, and when an operator or its provider sent it.';
comment on column billing.suspense.transfer_id is
  'The transfer out of suspense; the last one, where it came back (billing.return_dispute).';
select migrate.classify('billing.suspense', 'open', 'dispute_id');
drop function if exists billing.resolve_suspense(bigint, bigint, bigint, text, text, text);

-- The sum that went back is in a currency.
drop function if exists billing.note_refunded(text, text, bigint);

-- A brake whose cases do not come again has nobody who says that it holds no more.
alter table app.brakes add column held_at timestamptz;
update app.brakes as b set held_at = now() where b.held > 0;
alter table app.brakes
  add constraint held_at_a_time check ((held_at is null) = (held = 0));
comment on column app.brakes.held_at is
  'When it held something last, to the minute, business time, UTC; null while nothing is held.';
select migrate.classify('app.brakes', 'open', 'held_at');

-- What is awaited for a subscription is not of one period only.
drop function if exists billing.awaited_charge(billing.subscriptions, billing.invoices[], bigint);
