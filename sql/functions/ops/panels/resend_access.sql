-- For a customer who says that it does not work: whatever is wrong at his panels is put right, and he is led to the
-- right screen. His key stays.
create or replace function ops.resend_access(p_subscription_id bigint, p_reason text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
begin
  perform billing.require_reason(p_reason, 'Say who asked for it.');
  select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
  if not found then
    return 'unknown_subscription';
  end if;
  perform billing.lock_user(v_subscription.user_id);
  if not exists (select from vpn.desired as d where d.subscription_id = p_subscription_id and d.present) then
    return 'not_active';
  end if;
  perform vpn.desire(d.subscription_id, d.present, d.expires_at) from vpn.desired as d where d.subscription_id = p_subscription_id;
  perform app.record(app.actor(), 'access.resent', 'subscription', p_subscription_id, null, null, p_reason);
  perform app.notify_all(array[
    billing.operation_notice(
      v_subscription.user_id, 'access-sent-again',
      p_subscription_id => p_subscription_id, p_buttons => vpn.connect_button(p_subscription_id)
    )
  ]);
  return 'resent';
end
$$;
comment on function ops.resend_access(bigint, text) is
  'Has the panels of a subscription set its access up once more, with the key that it has, and sends its user a message that leads to Connect. Returns resent, not_active (it has no access now) or unknown_subscription. Raises TK061 without a reason.';
