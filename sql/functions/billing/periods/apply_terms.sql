-- A decision about the next period moves the end of access (with or without grace) and the renewal schedule. The
-- panel is told only when the end has moved.
create or replace function billing.apply_terms(
  p_before billing.subscriptions, p_action text, p_actor text default null, p_reason text default null
) returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_after billing.subscriptions := billing.schedule(p_before.id);
begin
  if v_after.expires_at <> p_before.expires_at then
    perform vpn.desire(v_after.id, true, v_after.expires_at);
  end if;
  perform app.record(
    coalesce(p_actor, format('user:%s', v_after.user_id)), p_action, 'subscription', v_after.id,
    to_jsonb(p_before) - 'id' - 'user_id', to_jsonb(v_after) - 'id' - 'user_id', p_reason
  );
  perform billing.follow_choice(v_after.id);
  return v_after;
end
$$;
comment on function billing.apply_terms(billing.subscriptions, text, text, text) is
  'Updates schedule, VPN access, charges and audit (p_action) after cancelled_at or renewal_price_id of an active subscription was changed. p_before: the subscription before the change, locked; p_actor: who did it, the user if null. Returns the subscription.';
