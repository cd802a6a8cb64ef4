create or replace function ops.reissue(p_subscription_id bigint, p_reason text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_outcome text;
begin
  perform billing.require_reason(p_reason, 'Say what leaked.');
  select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
  if not found then
    return 'unknown_subscription';
  end if;
  perform billing.lock_user(v_subscription.user_id);
  insert into vpn.subscription_addresses (subscription_id, token, issued_at)
  values (p_subscription_id, vpn.new_token(), '-infinity')
  on conflict do nothing;

  select vpn.reissue(a.subscription_id, a.number, app.actor(), p_reason) into v_outcome
  from vpn.subscription_addresses as a
  where a.subscription_id = p_subscription_id;
  if v_outcome = 'reissued' and v_subscription.status = 'active' then
    perform app.notify_all(array[
      billing.operation_notice(
        v_subscription.user_id, 'address-replaced',
        p_subscription_id => p_subscription_id, p_buttons => vpn.connect_button(p_subscription_id)
      )
    ]);
    perform app.refresh_screen(v_subscription.user_id, 'access');
  end if;
  return v_outcome;
end
$$;
comment on function ops.reissue(bigint, text) is
  'Replaces the address of a subscription and all its keys, because they leaked: the old address ends at once, the old keys when the panels have the new ones. Its user is told. Returns reissued, too_soon (the last replacement is less than five minutes old) or unknown_subscription. Raises TK061 without a reason.';
