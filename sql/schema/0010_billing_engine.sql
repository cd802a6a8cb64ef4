-- What renewal, dunning, grace, cancellation, change of plan and refunds need to remember. Periods stay what
-- was sold; that one ended earlier than it was sold for is a fact of its own (closed_at), which only moves
-- back in time. Grace is reckoned when a period is granted and kept (expires_at), so that what the panel was
-- told and what the job does cannot differ after the setting was changed.

alter table billing.orders
  drop constraint kind_is_known,
  drop constraint purchase_has_a_price,
  add column discount bigint not null default 0 constraint discount_not_negative check (discount >= 0),
  add column credit bigint not null default 0 constraint credit_not_negative check (credit >= 0),
  add column for_order_id bigint references billing.orders,
  add constraint kind_is_known check (kind in ('purchase', 'renewal', 'change', 'topup')),
  add constraint sold_has_a_price check ((kind = 'topup') = (price_id is null)),
  add constraint credit_is_of_a_change check (kind = 'change' or credit = 0),
  add constraint money_for_an_order_is_a_topup check (kind = 'topup' or for_order_id is null);
create index orders_of_carts on billing.orders (for_order_id) where for_order_id is not null;
comment on column billing.orders.kind is
  'purchase: a period for somebody without one; renewal: another period of the same plan; change: another plan, now; topup: money for the balance.';
comment on column billing.orders.amount is 'Minor units, as quoted: the price less the discount; of a change, before the credit.';
comment on column billing.orders.discount is 'Minor units that were taken off the price.';
comment on column billing.orders.credit is
  'Minor units that the unused time of the plan left behind is worth, as of created_at; it is given back to the balance before amount is charged.';
comment on column billing.orders.for_order_id is
  'Of a top-up: the order that waits for this money and is paid by itself when it arrives (the cart).';

create or replace function billing.check_order() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.status <> new.status and (old.status, new.status) not in (
    ('open', 'paid'), ('open', 'fulfilled'), ('open', 'cancelled'), ('paid', 'fulfilled')
  ) or old.status = new.status and new.status <> 'open' then
    raise exception using
      errcode = 'TK030',
      message = format('order %s cannot go from %s to %s', old.id, old.status, new.status),
      detail = 'An order goes open -> paid -> fulfilled, or open -> cancelled, each step once.';
  end if;
  if (
    new.id, new.token, new.user_id, new.kind, new.price_id, new.provider, new.amount, new.currency,
    new.discount, new.credit, new.for_order_id, new.created_at
  ) is distinct from (
    old.id, old.token, old.user_id, old.kind, old.price_id, old.provider, old.amount, old.currency,
    old.discount, old.credit, old.for_order_id, old.created_at
  ) or new.expires_at < old.expires_at then
    raise exception using
      errcode = 'TK030',
      message = format('order %s keeps what was quoted', old.id),
      hint = 'Open a new order.';
  end if;
  return new;
end
$$;
comment on function billing.check_order() is
  'Trigger that lets an order take each step once and never change what was quoted; an open one may get more time. Raises TK030.';

alter table billing.subscriptions
  drop constraint source_is_known,
  add column renewal_price_id bigint references billing.prices,
  add column announced_amount bigint constraint announced_amount_is_positive check (announced_amount > 0),
  add column auto_renew boolean not null default true,
  add column cancelled_at timestamptz,
  add column renew_at timestamptz,
  add column expires_at timestamptz;
update billing.subscriptions
set
  expires_at = ends_at,
  renewal_price_id = price_id,
  -- Without an announced amount: whoever bought before is told the price first.
  renew_at = case when status = 'active' and source = 'paid' then ends_at - interval '72 hours' end;
alter table billing.subscriptions
  alter column expires_at set not null,
  add constraint source_is_known check (source in ('trial', 'paid', 'grant')),
  add constraint expires_not_before_its_end check (expires_at >= ends_at),
  add constraint renewed_only_while_it_can_be check (
    renew_at is null or (status = 'active' and cancelled_at is null and renewal_price_id is not null)
  );
drop index billing.subscriptions_due;
create index subscriptions_due on billing.subscriptions (expires_at) where status = 'active';
create index subscriptions_to_renew on billing.subscriptions (renew_at) where renew_at is not null;
comment on column billing.subscriptions.source is 'Kind of the last period.';
comment on column billing.subscriptions.price_id is 'Price of the last paid period.';
comment on column billing.subscriptions.ends_at is 'End of the last period that was not emptied, UTC.';
comment on column billing.subscriptions.expires_at is
  'When access ends, UTC: ends_at, and the grace for one that may be renewed. What the panel is told.';
comment on column billing.subscriptions.renewal_price_id is
  'Price whose plan and length the next renewal asks for, at the price that is on offer then; null when there is nothing to renew.';
comment on column billing.subscriptions.announced_amount is
  'The most that the user was told the next period costs, minor units; more is never charged without telling first.';
comment on column billing.subscriptions.auto_renew is 'Whether renewal is paid from the balance by itself.';
comment on column billing.subscriptions.cancelled_at is
  'When the user cancelled: it ends at ends_at without grace or renewal. Null again when it is taken back or a period is bought.';
comment on column billing.subscriptions.renew_at is
  'When the job renew_due looks at it next (announce, charge, or tell that money is short), UTC; null for nothing to do.';

alter table billing.periods
  drop constraint kind_is_known,
  drop constraint periods_never_overlap,
  add column closed_at timestamptz,
  add column generation bigint,
  add constraint kind_is_known check (kind in ('trial', 'paid', 'grant')),
  add constraint closed_within check (closed_at >= starts_at and closed_at < ends_at),
  add constraint periods_never_overlap exclude using gist (
    subscription_id with =, tstzrange(starts_at, coalesce(closed_at, ends_at)) with &&
  );
comment on table billing.periods is
  'What was granted: numbered, half-open [starts_at, ends_at), never overlapping. Only closed_at ever changes.';
comment on column billing.periods.kind is 'trial; paid; grant (given by the shop, free of charge).';
comment on column billing.periods.closed_at is
  'When it ended before its time: refunded, changed for another plan, revoked; equal to starts_at when nothing of it is left. Null when it runs as sold.';
comment on column billing.periods.generation is
  'The generation of VPN access that it asked for first: delivered once vpn.access.applied_generation has reached it.';

create function billing.check_closing() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if to_jsonb(new) - 'closed_at' <> to_jsonb(old) - 'closed_at'
    or coalesce(new.closed_at > coalesce(old.closed_at, 'infinity'), true)
  then
    raise exception using
      errcode = 'TK001',
      message = format('period %s of subscription %s is history', old.number, old.subscription_id),
      detail = 'Only closed_at can change, and only to an earlier time.',
      hint = 'Grant a new period, or end this one with billing.end_at().';
  end if;
  return new;
end
$$;
comment on function billing.check_closing() is
  'Trigger that lets a period end earlier and nothing else change in it. Raises TK001.';

drop trigger periods_are_append_only on billing.periods;
create trigger periods_are_never_deleted
  before delete or truncate on billing.periods
  for each statement execute function app.refuse_change();
create trigger periods_only_end_earlier
  before update on billing.periods
  for each row execute function billing.check_closing();
alter table billing.periods enable always trigger periods_are_never_deleted;
alter table billing.periods enable always trigger periods_only_end_earlier;

-- By the primary key alone: sorting is off, because the planner took the exclusion's index for as good as it, which
-- cost three times as much.
create or replace function billing.check_periods() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
set enable_sort = off
as $$
declare
  v_period record;
begin
  select g.subscription_id, g.number into v_period
  from granted as g
  where g.number - 1 <> coalesce((
    select p.number
    from billing.periods as p
    where p.subscription_id = g.subscription_id and p.number < g.number
    order by p.number desc
    limit 1
  ), 0)
  or g.starts_at < (
    select coalesce(p.closed_at, p.ends_at)
    from billing.periods as p
    where p.subscription_id = g.subscription_id
      and p.number < g.number
      and p.closed_at is distinct from p.starts_at
    order by p.number desc
    limit 1
  )
  limit 1;
  if found then
    raise exception using
      errcode = 'TK031',
      message = format('period %s of subscription %s does not follow one', v_period.number, v_period.subscription_id),
      detail = 'Periods are numbered without gaps, and each starts at the end of the one before or later.',
      hint = 'Grant periods with billing.grant_period() only.';
  end if;
  return null;
end
$$;

create table billing.notices (
  subscription_id bigint not null references billing.subscriptions,
  period_number integer not null,
  kind text not null
    constraint kind_is_known check (kind in ('ending', 'announced', 'price_risen', 'short', 'grace', 'unavailable')),
  amount bigint not null default 0,
  created_at timestamptz not null,
  primary key (subscription_id, period_number, kind, amount)
);
comment on table billing.notices is
  'What a user was told about the end of a period, so that it is told once; written with the message that says it.';
comment on column billing.notices.kind is
  'ending: pay by hand; announced: what will be charged; price_risen: what will be charged is more than was said; short: the balance does not suffice; grace: it did not suffice until the end; unavailable: not sold any more.';
comment on column billing.notices.amount is 'The price that was named, minor units; 0 where none was.';

create table billing.refunds (
  id bigint generated always as identity primary key,
  cause text not null unique constraint cause_is_not_empty check (cause <> ''),
  user_id bigint not null references app.users,
  subscription_id bigint,
  period_number integer,
  payment_id bigint references billing.payments,
  amount bigint not null constraint amount_is_positive check (amount > 0),
  currency app.currency not null,
  status text not null constraint status_is_known check (status in ('done', 'sending', 'failed')),
  transfer_id bigint not null unique references ledger.transfers,
  settled_by bigint unique references ledger.transfers,
  actor text not null,
  reason text not null constraint reason_is_given check (reason <> ''),
  created_at timestamptz not null,
  foreign key (subscription_id, period_number) references billing.periods,
  constraint of_a_period_or_of_a_payment check (
    num_nonnulls(subscription_id, period_number) = case when payment_id is null then 2 else 0 end
  ),
  constraint periods_are_refunded_at_once check (payment_id is not null or status = 'done'),
  constraint settled_when_it_is_sent check (
    (settled_by is not null) = (payment_id is not null and status <> 'sending')
  )
);
create index refunds_of_periods on billing.refunds (subscription_id, period_number) where subscription_id is not null;
create index refunds_of_payments on billing.refunds (payment_id) where payment_id is not null;
create index refunds_of_user on billing.refunds (user_id, id);
create index refunds_to_send on billing.refunds (id) where status = 'sending';
comment on table billing.refunds is
  'Money given back: of a period to the balance, or of a payment from the balance to where it came from.';
comment on column billing.refunds.cause is
  'What it is for; once each: undelivered:<subscription>:<period>, change:<order>:<period>, request:<uuid>.';
comment on column billing.refunds.amount is 'Minor units; all refunds of a period or payment together never exceed what was paid.';
comment on column billing.refunds.status is
  'sending: held (withdrawal_hold) until the provider or an operator says that it was sent; failed: back on the balance.';
comment on column billing.refunds.transfer_id is 'The transfer to the balance, or into the hold.';
comment on column billing.refunds.settled_by is 'The transfer out of the hold.';

create function billing.check_refunds() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_cause text;
begin
  select n.cause into v_cause
  from given_back as n
  where n.subscription_id is not null
    and (
      select sum(r.amount)
      from billing.refunds as r
      where r.subscription_id = n.subscription_id and r.period_number = n.period_number
    ) > (
      select coalesce(-sum(e.amount), 0)
      from billing.periods as p
      join ledger.entries as e on e.transfer_id = p.transfer_id and e.account_version is not null
      where p.subscription_id = n.subscription_id and p.number = n.period_number
    )
    or n.payment_id is not null
    and (
      select sum(r.amount)
      from billing.refunds as r
      where r.payment_id = n.payment_id and r.status <> 'failed'
    ) > (select p.amount from billing.payments as p where p.id = n.payment_id)
  limit 1;
  if found then
    raise exception using
      errcode = 'TK034',
      message = format('refund %s exceeds what was paid', v_cause),
      hint = 'Nothing was moved.';
  end if;
  return null;
end
$$;
comment on function billing.check_refunds() is
  'Trigger: refunds of a period or payment never exceed what was paid for it. Raises TK034. Writers hold the user''s accounts, so none slips by.';
create trigger refunds_stay_below_what_was_paid
  after insert on billing.refunds
  referencing new table as given_back
  for each statement execute function billing.check_refunds();

alter table billing.suspense
  add column user_id bigint references app.users,
  add column transfer_id bigint unique references ledger.transfers,
  add constraint resolved_by_a_transfer check ((resolved_at is null) = (transfer_id is null));
comment on column billing.suspense.user_id is 'Whose money it turned out to be; null while unknown, and when it was returned.';
comment on column billing.suspense.transfer_id is 'The transfer out of suspense.';
comment on column billing.suspense.resolution is 'What the operator decided and why.';

create table billing.operations (
  request uuid primary key,
  action text not null,
  user_id bigint references app.users,
  arguments jsonb not null,
  result jsonb,
  actor text not null,
  reason text not null constraint reason_is_given check (reason <> ''),
  at timestamptz not null
);
create index operations_of_user on billing.operations (user_id, at);
comment on table billing.operations is
  'What operators and admins did by hand, each request once: the same request again changes nothing and gets the first result.';
comment on column billing.operations.request is 'Drawn by whoever asks, before asking.';
comment on column billing.operations.actor is 'operator:<database role> or admin:<user id>.';

alter table jobs.jobs
  add column runners integer not null default 1 constraint runners_are_few check (runners between 1 and 8);
comment on column jobs.jobs.runners is
  'How many run at the same time; its step must skip what another one has locked.';

create table jobs.alarms (
  name text primary key,
  detail text not null,
  since timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
comment on table jobs.alarms is 'Invariants that do not hold, as of the last check; a row goes when its invariant holds again.';
comment on column jobs.alarms.since is 'When a check saw it first; the machine''s time, UTC.';

insert into app.settings (name, value, description) values
  ('grace_hours', '24', 'How long access is kept after the end of a paid period that was not renewed, hours.');
insert into app.flags (name, enabled, description) values
  ('auto_renewal', true, 'Renewing subscriptions from the balance, and telling about it.');
