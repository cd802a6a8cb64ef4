-- Telegram takes the bot's word that a Star subscription is not to be charged any more, but not its word that it is to
-- be charged again: the bot only allows its owner to switch it on. So the shop remembers what it said.
alter table billing.payment_methods add column stopped_at timestamptz;
comment on column billing.payment_methods.stopped_at is
  'Since when the provider of a subscription may have been told to charge no further month, UTC; null again once it charges, or says that it will.';
select migrate.classify('billing.payment_methods', 'open', 'stopped_at');

-- Banks may take days for what was paid on a page, and a provider may hold money. Until it is decided, the page is not
-- closed as unpaid, and the shop asks on.
alter table billing.invoices add column authorized_at timestamptz;
comment on column billing.invoices.authorized_at is
  'Since when its payer has done his part, and the provider waits for his bank or holds the money (error says why), UTC; null if not, or no longer.';
create index invoices_authorized on billing.invoices (authorized_at)
  where authorized_at is not null and status <> 'paid';
select migrate.classify('billing.invoices', 'open', 'authorized_at');

-- A provider lets some shops remember no method. The shop finds out when it asks, and asks again a day later.
alter table billing.providers add column saving_forbidden_at timestamptz;
comment on column billing.providers.saving_forbidden_at is
  'When it refused last to remember a method, or to charge one, because its shop may not, UTC; null for never. For a day from then on nothing is remembered or charged there, see billing.remembers.';
select migrate.classify('billing.providers', 'open', 'saving_forbidden_at');

-- A refund that failed because the shop's account at the provider was empty is sent again, with a key of its own.
alter table billing.refunds
  add column attempt integer not null default 1 constraint attempt_is_positive check (attempt > 0);
comment on column billing.refunds.attempt is 'How often the provider was asked to send it, each time with another key.';
select migrate.classify('billing.refunds', 'open', 'attempt');

-- The parts of a charge, whose ids are made of its own (billing.parts_of_charge), are found at each refund of it.
create index payments_of_charge on billing.payments (provider, split_part(external_id, ' after ', 1));

-- They return more now.
drop function if exists api.invoice(bigint, uuid);
drop function if exists billing.expected_charge(billing.subscriptions);
drop function if exists billing.pays_next(billing.subscriptions, bigint, text, bigint);

-- Whose subscription is over is not charged for it, which Telegram was not told before.
do $$
declare
  v_method record;
begin
  for v_method in
    select m.id, s.status = 'active' as is_told
    from billing.payment_methods as m
    join billing.invoices as i on i.id = m.invoice_id
    join billing.orders as t on t.id = i.order_id
    join billing.orders as o on o.id = t.for_order_id
    join billing.subscriptions as s on s.id = o.subscription_id
    where m.kind = 'subscription'
      and (m.removed_at is not null or s.cancelled_at is not null or not s.auto_renew or s.status <> 'active')
      and (m.failed_at is null or m.removed_at is not null)
      and m.paid_until > now() - interval '3 days'
    order by m.id
  loop
    if v_method.is_told then
      update billing.payment_methods as m set stopped_at = now() where m.id = v_method.id;
    else
      perform billing.sync_method(v_method.id);
    end if;
  end loop;
end
$$;
