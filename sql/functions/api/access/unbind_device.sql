create or replace function api.unbind_device(
  p_telegram_id bigint,
  p_device bigint,
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
  v_subscription constant bigint := (billing.subscription_of(v_user, p_subscription_id)).id;
  v_access_ids constant bigint[] := vpn.device_accesses(v_subscription);
  v_listed constant boolean := vpn.lists_devices(v_subscription);
  v_outcome text;
begin
  if v_subscription is null then
    return query select coalesce(billing.why_no_subscription(v_user, p_subscription_id), 'unknown_subscription');
    return;
  elsif not v_listed then
    return query select 'not_listed';
    return;
  end if;
  v_outcome := vpn.unbind(v_subscription, p_device);
  if v_outcome <> 'not_bound' then
    perform app.record(
      format('user:%s', v_user), 'device.unbound', 'subscription', v_subscription, null,
      jsonb_build_object('device', p_device)
    );
    return query select v_outcome;
  else
    return query select case
      when exists (
        select from vpn.devices as d where d.access_id = any (v_access_ids) and (p_device is null or d.id = p_device)
      ) then 'unbinding'
      else 'not_bound'
    end;
  end if;
end
$$;
comment on function api.unbind_device(bigint, bigint, bigint) is
  'Unbinds a device of a subscription (billing.subscription_of), named as in api.devices; null: all of them. outcome: unbound (its place is free), unbinding (the panel is told; the screen is drawn again when it has answered), not_bound (it is gone already), not_listed (see vpn.lists_devices), unknown_subscription or several_subscriptions. Raises TK010 for an unknown user.';
