-- A user who does not know of it would think that something broke: the shop tells him, and how to bind the device
-- again.
create or replace function ops.unbind_device(p_subscription_id bigint, p_device bigint, p_reason text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
  v_notice jsonb;
  v_args jsonb;
  v_outcome text;
begin
  perform billing.require_reason(p_reason, 'Say who asked for it.');
  select s.user_id into v_user_id from billing.subscriptions as s where s.id = p_subscription_id;
  if not found then
    return 'unknown_subscription';
  elsif not vpn.lists_devices(p_subscription_id) then
    return 'not_listed';
  end if;
  v_outcome := vpn.unbind(p_subscription_id, p_device);
  if v_outcome = 'not_bound' then
    return v_outcome;
  end if;
  perform app.record(
    app.actor(), 'device.unbound', 'subscription', p_subscription_id, null, jsonb_build_object('device', p_device), p_reason
  );
  v_notice := billing.operation_notice(
    v_user_id, 'device-unbound-by-hand',
    p_subscription_id => p_subscription_id, p_buttons => vpn.connect_button(p_subscription_id)
  );
  v_args := (v_notice -> 'args') || jsonb_build_object('all', case when p_device is null then 'yes' else 'no' end);
  perform app.notify_all(array[v_notice || jsonb_build_object('args', v_args)]);
  return v_outcome;
end
$$;
comment on function ops.unbind_device(bigint, bigint, text) is
  'Unbinds a device (ops.devices) of a subscription, so that another one can take its place; null: all of them. Its user is told. Returns unbound (its place is free), unbinding (its panel is told), not_bound (no such device is known, or it is being unbound), not_listed (see vpn.lists_devices) or unknown_subscription. Raises TK061 without a reason.';
