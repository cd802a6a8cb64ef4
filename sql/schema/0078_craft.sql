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
  ('topup_presets', 'Amounts offered for a top-up, by currency: lists of minor units. A currency that is not here: none.'),
  ('topup_min', 'Smallest top-up, minor units by currency. A currency that is not here: its lowest price, at most one whole unit.'),
  (
    'topup_max',
    'Largest top-up, minor units by currency. A currency that is not here: a hundred times its highest price.'
  ),
  (
    'referral_sum',
    'What bringing somebody earns with his first payment, where referral_reward is sum: minor units by currency. A payment in a currency that is not here earns nothing.'
  ),
  (
    'referral_welcome',
    'Bonus with the first payment of who was brought, minor units by currency. A payment in a currency that is not here: none.'
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
