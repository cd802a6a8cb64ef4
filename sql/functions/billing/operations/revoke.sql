create or replace function billing.revoke(
  p_user_id bigint,
  p_request uuid,
  p_actor text,
  p_reason text,
  p_tell boolean default true
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_result jsonb := billing.begin_operation(p_request, 'revoke', p_user_id, '{}', p_actor, p_reason);
  v_subscription billing.subscriptions;
  v_outcome text;
begin
  if v_result is not null then
    return v_result;
  end if;

  v_subscription := billing.lock_user(p_user_id);
  v_outcome := case v_subscription.status when 'active' then 'revoked' else 'not_active' end;
  if v_outcome = 'revoked' then
    v_subscription := billing.end_at(
      v_subscription.id, app.now(), p_actor, 'subscription.revoked', p_reason
    );
    if p_tell then
      perform billing.notify_operation(p_user_id, 'access-revoked', p_reason);
    end if;
  end if;
  return billing.end_operation(p_request, jsonb_strip_nulls(jsonb_build_object(
    'outcome', v_outcome, 'ends_at', v_subscription.ends_at
  )));
end
$$;
comment on function billing.revoke(bigint, uuid, text, text, boolean) is
  'Ends a user''s subscription and access now; no money moves, see billing.refund. outcome: revoked or not_active. Raises TK010, TK061, TK062, see billing.begin_operation.';
