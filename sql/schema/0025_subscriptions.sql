-- A person may have several subscriptions. Whoever acts on one says which; while there is only one, nobody has to.
-- Money stays the person's. How many one person may have at a time is a setting, and it begins with one.

insert into app.settings (name, value, description) values
  ('subscriptions_per_user', '1', 'How many subscriptions one person may have at a time.');

-- What names a subscription names its user with it, so that nothing of one person can be about another one's. It also
-- finds the subscriptions of a user. A million rows take a second.
alter table billing.subscriptions add constraint subscriptions_of_users unique (user_id, id);

alter table billing.orders
  add column subscription_id bigint,
  add column opens_new boolean not null default false,
  add constraint is_for_a_subscription_of_its_user
    foreign key (user_id, subscription_id) references billing.subscriptions (user_id, id),
  add constraint topup_is_for_no_subscription check (kind <> 'topup' or subscription_id is null),
  add constraint new_one_is_purchased check (not opens_new or kind = 'purchase'),
  add constraint new_one_is_not_named check (not opens_new or status = 'fulfilled' or subscription_id is null);
comment on column billing.orders.subscription_id is
  'The subscription that it is for. Null for a top-up, and until it is fulfilled where there was none when it was opened, or opens_new.';
comment on column billing.orders.opens_new is
  'Whether it asks for one more subscription, beside those that its user has.';

-- Orders that can still be paid are for the one subscription that their user has. They are at most those of
-- keep_orders_days, found by an index: ten thousand take a quarter of a second. What was fulfilled before is told by
-- billing.periods and not written anew, so the constraint looks at what comes from here on.
update billing.orders as o
set subscription_id = s.id
from billing.subscriptions as s
where s.user_id = o.user_id and o.kind <> 'topup' and o.status = 'open';
alter table billing.orders
  add constraint fulfilled_says_for_which
    check (kind = 'topup' or status <> 'fulfilled' or subscription_id is not null) not valid;

-- The history says why a period was given, by its number, which is a subscription's own. Few are given by hand.
update billing.operations as o
set arguments = o.arguments || jsonb_build_object('subscription_id', s.id)
from billing.subscriptions as s
where s.user_id = o.user_id and o.result ? 'period_number';
comment on column billing.operations.arguments is
  'What was asked for; subscription_id: which it was done to, missing where it was to none, and in most of before release 0.3.';

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
    new.discount, new.credit, new.for_order_id, new.opens_new, new.created_at
  ) is distinct from (
    old.id, old.token, old.user_id, old.kind, old.price_id, old.provider, old.amount, old.currency,
    old.discount, old.credit, old.for_order_id, old.opens_new, old.created_at
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
comment on function billing.check_order() is
  'Trigger that lets an order take each step once and never change what was quoted; an open one may get more time, and one that is fulfilled says which subscription came of it. Raises TK030.';

comment on table billing.subscriptions is
  'A subscription of a user: one row that lives through trial, purchases and expiries, so that key and history stay. A user may have several.';

-- Last, because everything before it could count on there being one.
alter table billing.subscriptions drop constraint subscriptions_user_id_key;
