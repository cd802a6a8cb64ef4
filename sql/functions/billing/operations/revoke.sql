create or replace function billing.revoke(
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
    p_request, 'revoke', p_user_id, jsonb_strip_nulls(jsonb_build_object('subscription_id', p_subscription_id)),
    p_actor, p_reason
  );
  v_subscription billing.subscriptions;
  v_outcome text;
begin
  if v_result is not null then
    return v_result;
  end if;

  perform billing.lock_user(p_user_id);
  v_subscription := billing.subscription_of(p_user_id, p_subscription_id);
  v_outcome := case
    when v_subscription.status = 'active' then 'revoked'
    when v_subscription.id is null
      then coalesce(billing.why_no_subscription(p_user_id, p_subscription_id), 'not_active')
    else 'not_active'
  end;
  if v_outcome = 'revoked' then
    v_subscription := billing.end_at(
      v_subscription.id, app.now(), p_actor, 'subscription.revoked', p_reason
    );
    if p_tell then
      perform billing.notify_operation(p_user_id, 'access-revoked', p_reason, p_subscription_id => v_subscription.id);
    end if;
  end if;
  return billing.end_operation(p_request, jsonb_strip_nulls(jsonb_build_object(
    'outcome', v_outcome, 'ends_at', v_subscription.ends_at
  )), v_subscription.id);
end
$$;
comment on function billing.revoke(bigint, uuid, text, text, boolean, bigint) is
  'Ends a user''s subscription (billing.subscription_of) and its access now; no money moves, see billing.refund. outcome: revoked, not_active, unknown_subscription or several_subscriptions. Raises TK010, TK061, TK062, see billing.begin_operation.';
