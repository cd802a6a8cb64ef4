-- An order says it before it is paid: whoever had cancelled, or switched renewal off, must not have to find out.
create or replace function api.will_renew(p_telegram_id bigint, p_price_id bigint) returns boolean
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
begin
  select s.* into v_subscription from billing.subscriptions as s where s.user_id = app.user_of(p_telegram_id);
  return app.flag('auto_renewal')
    and coalesce(v_subscription.auto_renew, true)
    and (v_subscription.cancelled_at is null or v_subscription.expires_at < app.now())
    and (billing.renewal_offer(p_price_id)).price_id is not null;
end
$$;
comment on function api.will_renew(bigint, bigint) is
  'Whether what the user buys now at this price is renewed by itself when it has run out, as his choices stand. Raises TK010 for an unknown user.';
