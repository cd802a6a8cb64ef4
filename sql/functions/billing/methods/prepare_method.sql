-- The message carries a desired state, not a command: what was undone meanwhile is not sent, and sending it twice does
-- no harm. If the subscription here is cancelled or not renewed automatically, Telegram must not charge for it either.
-- Telegram does not document which charge it wants to be named, so it gets the newest first, then the oldest.
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
  'Prepare hook of payment.sync_method. p_payload: {"method_id", "telegram_id": the owner''s, in case the owner was forgotten since}. canceled: whether the provider must forget the method, or charge no further month; charges: the provider''s ids of the newest and the oldest payment of a subscription. Null if there is nothing to say.';
