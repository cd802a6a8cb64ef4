-- Money is read first. What an update says of money is taken from its raw body in the statement that stores it,
-- before any model, chat type or handler can drop it; from then on it is a row that waits to be booked, whatever
-- becomes of the update and of the program that reads it.
--
-- And a webhook that is Telegram's is always taken: what is no update is kept as the bytes that came, and no lane
-- that somebody holds keeps an update from being stored.

-- Money

create table inbox.money_events (
  id bigint generated always as identity primary key,
  update_id bigint not null,
  kind text not null constraint kind_is_known check (kind in ('payment', 'refund')),
  provider text not null,
  external_id text,
  telegram_id bigint,
  amount bigint,
  currency text,
  invoice_payload text,
  details jsonb,
  received_at timestamptz not null default clock_timestamp(),
  attempts integer not null default 0,
  tried_at timestamptz,
  last_error text,
  outcome text,
  closed_at timestamptz,
  told_at timestamptz,
  constraint outcome_is_known check (
    outcome in ('credited', 'credited_without_order', 'suspense', 'repeated', 'unclear', 'taken_back', 'settled')
  ),
  constraint what_is_closed_has_an_outcome check (closed_at is null or outcome is not null),
  constraint details_are_kept_until_closed check (closed_at is not null or details is not null),
  constraint what_can_be_booked_is_complete check (
    outcome is not null or num_nonnulls(external_id, amount, currency) = 3
  )
) with (fillfactor = 70);
create index money_events_of_update on inbox.money_events (update_id);
create index money_events_by_charge on inbox.money_events (provider, external_id);
create index money_events_open on inbox.money_events (received_at) where closed_at is null;
create index money_events_untold on inbox.money_events (closed_at) where kind = 'payment' and told_at is null;
comment on table inbox.money_events is
  'What updates said of money. A payment waits here until it is booked; what could not be understood, or was taken back, until an operator has settled it.';
comment on column inbox.money_events.update_id is 'The row of inbox.updates that said it; that one may be purged before.';
comment on column inbox.money_events.kind is 'payment: the payer has paid. refund: the provider has given it back.';
comment on column inbox.money_events.provider is 'As in billing.payments.';
comment on column inbox.money_events.external_id is 'The provider''s id of the charge.';
comment on column inbox.money_events.telegram_id is 'Who paid; null when the update does not say.';
comment on column inbox.money_events.amount is 'In minor units, as the update said.';
comment on column inbox.money_events.invoice_payload is 'What we had written into the invoice: the token of an order.';
comment on column inbox.money_events.details is 'The part of the update that speaks of money, as it came; erased when the event is closed.';
comment on column inbox.money_events.received_at is 'The machine''s time, UTC.';
comment on column inbox.money_events.attempts is 'How often booking it has failed; there is no last attempt.';
comment on column inbox.money_events.outcome is
  'Of a booked payment see billing.receive_payment; unclear (something is missing), taken_back (a refund): an operator looks; settled: he has.';
comment on column inbox.money_events.closed_at is 'When it was booked or settled; the machine''s time, UTC.';
comment on column inbox.money_events.told_at is
  'When the payer was told by a screen, or a notice was queued for him; the machine''s time, UTC.';

create function inbox.read_money() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into inbox.money_events (
    update_id, kind, provider, external_id, telegram_id, amount, currency, invoice_payload, details, outcome
  )
  select
    e.update_id, e.kind, 'telegram', e.external_id, e.telegram_id, e.amount, e.currency, e.invoice_payload, e.part,
    case
      when e.kind = 'refund' then 'taken_back'
      when num_nonnulls(e.external_id, e.amount, e.currency) < 3 then 'unclear'
    end
  from (
    select
      a.id as update_id,
      p.kind,
      p.part,
      nullif(p.part ->> 'telegram_payment_charge_id', '') as external_id,
      case when p.part ->> 'total_amount' ~ '^[1-9]\d{0,17}$' then (p.part ->> 'total_amount')::bigint end as amount,
      case when p.part ->> 'currency' ~ '^[A-Z]{3}$' then p.part ->> 'currency' end as currency,
      p.part ->> 'invoice_payload' as invoice_payload,
      case when w.payer ~ '^\d{1,18}$' then w.payer::bigint end as telegram_id
    from arrivals as a
    cross join lateral jsonb_path_query(
      a.body, 'lax $.* ? (exists(@.successful_payment) || exists(@.refunded_payment))'
    ) as c (event)
    cross join lateral (
      values ('payment', c.event -> 'successful_payment'), ('refund', c.event -> 'refunded_payment')
    ) as p (kind, part)
    cross join lateral (
      select coalesce(
        c.event -> 'from' ->> 'id',
        case when c.event -> 'chat' ->> 'type' = 'private' then c.event -> 'chat' ->> 'id' end
      )
    ) as w (payer)
    where starts_with(a.source, 'telegram')
      and jsonb_typeof(p.part) <> 'null'
  ) as e;
  return null;
end
$$;
comment on function inbox.read_money() is
  'Trigger that makes a row of inbox.money_events of each payment or refund in updates of Telegram: in whatever kind of message it stands, but not in a message that another one replies to.';

create trigger read_money
  after insert on inbox.updates
  referencing new table as arrivals
  for each statement execute function inbox.read_money();
alter table inbox.updates enable always trigger read_money;

-- What waits or lies dead while this is applied is read as well.
create temporary table waiting (like inbox.updates) on commit drop;
create trigger read_money
  after insert on waiting
  referencing new table as arrivals
  for each statement execute function inbox.read_money();
insert into waiting
select u.* from inbox.updates as u where u.body is not null;

-- Lanes that somebody holds

create table inbox.unqueued (
  update_id bigint primary key,
  lane text not null
);
create index unqueued_by_lane on inbox.unqueued (lane, update_id);
comment on table inbox.unqueued is
  'Updates that are stored but wait for their lane, because a transaction of somebody else held it; see inbox.claim.';
comment on column inbox.unqueued.update_id is 'The row of inbox.updates.';
comment on column inbox.unqueued.lane is 'Its lane: a Telegram id, personal data.';

-- What is no update

create table inbox.refused_bodies (
  hash bytea primary key,
  reason text not null,
  body bytea not null,
  bytes integer not null,
  times integer not null default 1,
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  constraint body_is_bounded check (length(body) <= 65536)
);
create index refused_bodies_by_time on inbox.refused_bodies (last_at);
comment on table inbox.refused_bodies is
  'What came to the webhook with the right secret and could not be stored as it was, the first 64 KB of it. Personal data; jobs.purge_history deletes it.';
comment on column inbox.refused_bodies.hash is 'SHA-256 of what is kept of it: a body that comes again is one row.';
comment on column inbox.refused_bodies.reason is
  'cleaned: stored as an update, without what PostgreSQL cannot hold. Others were not stored: too large, or no update.';
comment on column inbox.refused_bodies.bytes is 'Length of the whole body, as far as it was read.';
comment on column inbox.refused_bodies.times is 'How often it came.';

-- Signs of life

create index telegram_identities_unreachable
  on app.telegram_identities (telegram_id) where unreachable_since is not null;

-- An update with money that is not booked is never given up.

update outbox.kinds set keep = 'inbox.holds_money' where name = 'inbox.update';
