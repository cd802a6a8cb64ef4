-- That its owner canceled it in Telegram, or had too few Stars, is reported by an update and nowhere else. One that its
-- owner switched on there, although nothing is to be charged any more here, is stopped again.
create or replace function billing.note_subscription(p_user_id bigint, p_token uuid, p_state text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_method billing.payment_methods;
  v_renewed billing.subscriptions;
begin
  perform billing.lock_user(p_user_id);
  update billing.payment_methods as m
  set
    failed_at = case when p_state <> 'active' then coalesce(m.failed_at, app.now()) end,
    error = case when p_state <> 'active' then coalesce(m.error, p_state) end,
    stopped_at = case when p_state <> 'active' then m.stopped_at end
  from billing.invoices as i
  where i.token = p_token
    and m.invoice_id = i.id
    and m.user_id = p_user_id
    and m.kind = 'subscription'
    and m.removed_at is null
  returning m.* into v_method;
  if not found then
    return;
  end if;
  v_renewed := billing.renewed_by(v_method.invoice_id);
  if p_state = 'active' and billing.is_unwanted(v_method) then
    perform billing.sync_method(v_method.id);
  elsif p_state = 'failed' then
    update billing.subscriptions as s
    set renew_at = app.now()
    where s.id = v_renewed.id and s.renew_at is not null and s.ends_at - interval '24 hours' <= app.now();
  end if;
end
$$;
comment on function billing.note_subscription(bigint, uuid, text) is
  'Takes the token of a monthly invoice of this user and what Telegram says of its subscription: canceled (by the user, in Telegram, or by the shop), active, or failed (too few Stars).';
