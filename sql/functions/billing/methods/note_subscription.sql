-- That its owner canceled it in Telegram, or had too few Stars, is reported by an update and nowhere else.
create or replace function billing.note_subscription(p_user_id bigint, p_token uuid, p_state text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription_id bigint;
begin
  perform billing.lock_user(p_user_id);
  update billing.payment_methods as m
  set
    failed_at = case when p_state <> 'active' then coalesce(m.failed_at, app.now()) end,
    error = case when p_state <> 'active' then coalesce(m.error, p_state) end
  from billing.invoices as i
  left join billing.orders as t on t.id = i.order_id
  left join billing.orders as o on o.id = t.for_order_id
  where i.token = p_token
    and m.invoice_id = i.id
    and m.user_id = p_user_id
    and m.kind = 'subscription'
    and m.removed_at is null
  returning o.subscription_id into v_subscription_id;
  if found and p_state = 'failed' then
    update billing.subscriptions as s
    set renew_at = app.now()
    where s.id = v_subscription_id and s.renew_at is not null and s.ends_at - interval '24 hours' <= app.now();
  end if;
end
$$;
comment on function billing.note_subscription(bigint, uuid, text) is
  'Takes the token of a monthly invoice of this user and what Telegram says of its subscription: canceled (by the user, in Telegram), active, or failed (too few Stars).';
