-- What nothing has used since release 0.6 (messages with invoices: since then an invoice is a link on the screen), what
-- only bots before 0.9 called, and what only tests did.
delete from jobs.jobs as j where j.name = 'sweep_invoices';
drop function if exists jobs.sweep_invoices(integer);
drop function if exists billing.sweep_invoices(integer);
drop function if exists billing.useless_invoices(bigint);
drop function if exists api.invoice_sent(bigint, uuid, bigint);
drop function if exists billing.invoice_sent(bigint, uuid, bigint);
delete from migrate.columns as c where c.relation = 'billing.invoice_messages'::regclass;
drop table billing.invoice_messages;
drop function if exists api.conversation(bigint, bigint);
drop function if exists admin.me(bigint);
drop function if exists admin.export_payments(bigint, date, date, text);
drop function if exists admin.export_customers(bigint, text);
drop function if exists admin.export_subscriptions(bigint, text);
drop function if exists admin.export_ledger(bigint, date, date, text);
drop function if exists app.record_export(text, date, date, bigint);
drop function if exists api.open_topup(bigint, bigint, text, uuid, uuid);
drop function if exists api.destinations();
drop function if exists api.alarms();
drop function if exists api.checks();
drop function if exists api.readiness();
drop function if exists billing.free_time(bigint, timestamptz);
drop function if exists inbox.receive(text, text, text, bytea, text);

-- Whoever pays for another one buys a gift (kind gift), and no order was ever for another one's subscription otherwise.
alter table billing.orders
  drop constraint is_for_a_subscription_of_its_beneficiary,
  drop constraint gift_is_for_no_subscription,
  drop column beneficiary_id,
  drop column gift_to,
  add constraint is_for_a_subscription_of_its_user
    foreign key (user_id, subscription_id) references billing.subscriptions (user_id, id),
  add constraint gift_is_for_no_subscription check (kind <> 'gift' or subscription_id is null);
delete from migrate.columns as c
where c.relation = 'billing.orders'::regclass and c.name in ('gift_to', 'beneficiary_id');
drop function if exists billing.payers_of(bigint);

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
