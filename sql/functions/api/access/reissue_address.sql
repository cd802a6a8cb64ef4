create or replace function api.reissue_address(
  p_telegram_id bigint,
  p_number integer,
  p_subscription_id bigint default null
)
returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user constant bigint := app.user_of(p_telegram_id);
  v_subscription bigint;
begin
  perform billing.lock_user(v_user);
  v_subscription := (billing.subscription_of(v_user, p_subscription_id)).id;
  return query
  select case
    when v_subscription is null then coalesce(billing.why_no_subscription(v_user, p_subscription_id), 'unknown_subscription')
    else vpn.reissue(v_subscription, p_number, format('user:%s', v_user))
  end;
end
$$;
comment on function api.reissue_address(bigint, integer, bigint) is
  'Replaces the address p_number of a subscription (billing.subscription_of) and its keys, see vpn.reissue. outcome: reissued, already_reissued, too_soon, unknown_subscription or several_subscriptions. Raises TK010 for an unknown user.';
