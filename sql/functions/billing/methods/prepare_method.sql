-- A desired state and no command: what was taken back meanwhile is not done, and doing it twice does no harm. Whose
-- subscription here is cancelled, or is not to renew itself, is not to be charged for it by Telegram either. Which of
-- its charges Telegram wants to hear is not stated, so it gets the newest first and then the oldest.
create or replace function billing.prepare_method(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'provider', m.provider,
    'kind', m.kind,
    'method', m.external_id,
    'telegram_id', coalesce(t.telegram_id, (p_payload ->> 'telegram_id')::bigint),
    'charges', paid.charges,
    'canceled', m.removed_at is not null or coalesce(s.cancelled_at is not null or not s.auto_renew, false)
  )
  from billing.payment_methods as m
  join billing.invoices as i on i.id = m.invoice_id
  left join app.telegram_identities as t on t.user_id = m.user_id
  left join billing.orders as p on p.id = i.order_id
  left join billing.orders as o on o.id = p.for_order_id
  left join billing.subscriptions as s on s.id = o.subscription_id and m.kind = 'subscription'
  cross join lateral (
    select array[(array_agg(c.external_id order by c.id desc))[1], (array_agg(c.external_id order by c.id))[1]]
      as charges
    from billing.payments as c
    where c.invoice_id = m.invoice_id
  ) as paid
  where m.id = (p_payload ->> 'method_id')::bigint
    and (m.kind = 'subscription' and m.failed_at is null or m.removed_at is not null)
$$;
comment on function billing.prepare_method(text, jsonb) is
  'Hook of payment.sync_method. p_payload: {"method_id", "telegram_id": whose it was, should he be forgotten by now}. canceled: whether it is to be forgotten, or charged no further month; charges: the provider''s ids of the newest and the oldest payment of a subscription. Null when there is nothing to say.';
