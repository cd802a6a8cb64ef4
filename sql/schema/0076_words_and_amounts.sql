-- A lane of the topic vpn is keyed by an access since a subscription may be at several panels: as a subscription, its
-- number named the wrong customer. Lanes of payment providers say themselves what they are about.
update outbox.topics as t set lane_is = 'access' where t.name = 'vpn';
update outbox.topics as t set lane_is = 'itself' where t.name in ('payment', 'payment_events');
comment on column outbox.topics.lane_is is
  'What its lanes are keyed by: chat (a Telegram id, personal data), access (vpn.access), itself (each lane names what it is about: invoice:7, refund:3). A lane with a colon names itself in every topic but those of chats.';
update outbox.kinds as k
set description = 'Bring the access to what is desired now; lane: the id of the access.'
where k.name = 'vpn.apply';

-- Amounts of these settings were read in whatever currency somebody pays in. They are amounts by currency, as
-- withdrawal_min is; what they say now is in the shop's currency. The functions of this release, which take them, come
-- after this file, so nothing checks them here.
alter table app.settings disable trigger settings_are_sound;
alter table app.settings disable trigger settings_agree;
update app.settings as s
set
  value = case when s.value = '0' then 'null' else jsonb_build_object(c.value #>> '{}', s.value) end,
  default_value = case
    when s.default_value = '0' then 'null' else jsonb_build_object(c.default_value #>> '{}', s.default_value)
  end,
  description = d.description
from (values
  ('topup_presets', 'Amounts offered for a top-up: lists of minor units by currency; without an entry none.'),
  ('topup_min', 'Smallest top-up, minor units by currency; without an entry its lowest price.'),
  ('topup_max', 'Largest top-up, minor units by currency; without an entry a hundred times its highest price.'),
  (
    'referral_sum',
    'The sum for the first payment, never more than that, minor units by its currency; without an entry nothing.'
  ),
  (
    'referral_welcome',
    'Bonus at the first payment of who was brought, never more than that, minor units by its currency.'
  )
) as d (name, description)
cross join app.settings as c
where s.name = d.name and c.name = 'currency';
alter table app.settings enable always trigger settings_are_sound;
alter table app.settings enable always trigger settings_agree;

-- What is noted where the message is enqueued, from now on, the hook of 0.10 would have noted at those that wait.
update billing.payment_methods as m
set stopped_at = now()
from billing.invoices as i
join billing.orders as t on t.id = i.order_id
join billing.orders as o on o.id = t.for_order_id
join billing.subscriptions as s on s.id = o.subscription_id
where i.id = m.invoice_id
  and m.kind = 'subscription'
  and m.stopped_at is null
  and (m.removed_at is not null or s.cancelled_at is not null or not s.auto_renew or s.status <> 'active')
  and exists (
    select from outbox.messages as w where w.topic = 'payment' and w.lane = format('method:%s', m.id)
  );

-- An order is paid and fulfilled in one step: nothing ever wrote the status between.
alter table billing.orders
  drop constraint status_is_known,
  drop constraint paid_has_its_time,
  add constraint status_is_known check (status in ('open', 'fulfilled', 'cancelled')),
  add constraint paid_has_its_time check ((status = 'fulfilled') = (paid_at is not null));
comment on table billing.orders is
  'An intention to pay, good until expires_at. open -> fulfilled, or open -> cancelled; once. An order is expired when it is open and its time is over.';
create or replace function billing.check_order() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.status <> 'open' then
    raise exception using
      errcode = 'TK030',
      message = format('order %s cannot go from %s to %s', old.id, old.status, new.status),
      detail = 'An order goes open -> fulfilled, or open -> cancelled, once.';
  end if;
  if (
    new.id, new.token, new.user_id, new.kind, new.price_id, new.provider, new.amount, new.currency,
    new.discount, new.credit, new.for_order_id, new.opens_new, new.created_at, new.promo_code_id
  ) is distinct from (
    old.id, old.token, old.user_id, old.kind, old.price_id, old.provider, old.amount, old.currency,
    old.discount, old.credit, old.for_order_id, old.opens_new, old.created_at, old.promo_code_id
  )
  or new.expires_at < old.expires_at
  or new.subscription_id is distinct from old.subscription_id
  and not (old.subscription_id is null and new.status = 'fulfilled') then
    raise exception using
      errcode = 'TK030',
      message = format('order %s keeps what was quoted', old.id),
      hint = 'Open a new order.';
  end if;
  return new;
end
$$;

-- A job has another name; whether it is scheduled stays as the operator set it.
insert into jobs.jobs
select (jsonb_populate_record(j, '{"name": "refresh_slow_deliveries"}')).*
from jobs.jobs as j
where j.name = 'tell_slow_deliveries';
delete from jobs.jobs as j where j.name = 'tell_slow_deliveries';

-- Figures that are kept are counted again by their name: this one is active_now.
delete from app.kept_figures as k where k.name = 'standing';

comment on table jobs.checks is
  'The last result of each check, of an invariant or a promise; one that has no row was never made. See ops.checks.';
