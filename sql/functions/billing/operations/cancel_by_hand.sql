create or replace function billing.cancel_by_hand(
  p_user_id bigint,
  p_request uuid,
  p_actor text,
  p_reason text,
  p_tell boolean default true,
  p_subscription_id bigint default null
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_result jsonb := billing.begin_operation(
    p_request, 'cancel', p_user_id, jsonb_strip_nulls(jsonb_build_object('subscription_id', p_subscription_id)),
    p_actor, p_reason
  );
  v_subscription billing.subscriptions;
  v_cancelled record;
begin
  if v_result is not null then
    return v_result;
  end if;

  perform billing.lock_user(p_user_id);
  v_subscription := billing.subscription_of(p_user_id, p_subscription_id);
  select c.outcome, c.ends_at into v_cancelled
  from billing.cancel(p_user_id, p_actor, p_reason, coalesce(v_subscription.id, p_subscription_id)) as c;
  if p_tell and v_cancelled.outcome = 'cancelled' then
    perform billing.notify_operation(p_user_id, 'cancelled-by-hand', p_reason, p_subscription_id => v_subscription.id);
  end if;
  return billing.end_operation(p_request, jsonb_strip_nulls(jsonb_build_object(
    'outcome', v_cancelled.outcome, 'ends_at', v_cancelled.ends_at
  )), v_subscription.id);
end
$$;
comment on function billing.cancel_by_hand(bigint, uuid, text, text, boolean, bigint) is
  'Cancels a user''s subscription on his behalf, see billing.cancel. outcome: cancelled, already_cancelled, not_active, unknown_subscription or several_subscriptions; ends_at, UTC. Raises TK010, TK061, TK062, see billing.begin_operation.';
