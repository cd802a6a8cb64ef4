-- What only programs of 0.2 needed goes, and an order may be for somebody else than who pays.

-- Bots of 0.2 stored updates as tickover_bot. The functions that name the flag are replaced in this very release.
alter table app.flags disable trigger names_in_use_stay;
delete from app.flags where name = 'old_bots';
alter table app.flags enable always trigger names_in_use_stay;
delete from jobs.alarms where name = 'old_bots_allowed';

-- Who pays and who has it may be two people, where the order says so: beneficiary_id is whose subscription it is for,
-- its user unless gift_to names another one. Whoever only gives a subscription's id is still refused, and nobody gives
-- up another one's plan by a change.
--
-- A big shop pays one rewrite of billing.orders, while nobody can order: a million take 5 s.
alter table billing.orders
  add column gift_to bigint constraint gift_is_for_somebody references app.users,
  add column beneficiary_id bigint not null generated always as (coalesce(gift_to, user_id)) stored,
  drop constraint is_for_a_subscription_of_its_user,
  add constraint is_for_a_subscription_of_its_beneficiary
    foreign key (beneficiary_id, subscription_id) references billing.subscriptions (user_id, id),
  add constraint gift_is_for_another check (gift_to <> user_id),
  add constraint gift_buys_time check (gift_to is null or kind in ('purchase', 'renewal'));
comment on column billing.orders.user_id is 'Who ordered it, and pays.';
comment on column billing.orders.gift_to is
  'Who is to have what is paid for, where that is not who pays; nothing orders gifts yet.';
comment on column billing.orders.beneficiary_id is 'Whose subscription it is for.';
select migrate.classify('billing.orders', 'open', 'gift_to', 'beneficiary_id');

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
    new.id, new.token, new.user_id, new.gift_to, new.kind, new.price_id, new.provider, new.amount, new.currency,
    new.discount, new.credit, new.for_order_id, new.opens_new, new.created_at
  ) is distinct from (
    old.id, old.token, old.user_id, old.gift_to, old.kind, old.price_id, old.provider, old.amount, old.currency,
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
