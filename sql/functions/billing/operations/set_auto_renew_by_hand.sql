-- When someone else switches auto-renewal on, the charge is announced to the user before it is made.
create or replace function billing.set_auto_renew_by_hand(
  p_user_id bigint,
  p_enabled boolean,
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
    p_request, 'set_auto_renew', p_user_id,
    jsonb_build_object('enabled', p_enabled)
    || jsonb_strip_nulls(jsonb_build_object('subscription_id', p_subscription_id)),
    p_actor, p_reason
  );
  v_before billing.subscriptions;
  v_set record;
begin
  if v_result is not null then
    return v_result;
  end if;

  perform billing.lock_user(p_user_id);
  v_before := billing.subscription_of(p_user_id, p_subscription_id);
  select a.outcome into v_set
  from billing.set_auto_renew(
    p_user_id, p_enabled, p_actor, p_reason, coalesce(v_before.id, p_subscription_id)
  ) as a;
  if v_set.outcome in ('on', 'off') and v_before.auto_renew <> p_enabled then
    if p_enabled then
      perform billing.unannounce(v_before.id);
    end if;
    if p_tell then
      perform billing.notify_operation(
        p_user_id,
        case when p_enabled then 'auto-renewal-on-by-hand' else 'auto-renewal-off-by-hand' end,
        p_reason,
        p_subscription_id => v_before.id
      );
    end if;
  end if;
  return billing.end_operation(p_request, jsonb_build_object('outcome', v_set.outcome), v_before.id);
end
$$;
comment on function billing.set_auto_renew_by_hand(bigint, boolean, uuid, text, text, boolean, bigint) is
  'Switches a user''s auto-renewal on his behalf, see billing.set_auto_renew. outcome: on, off, nothing_to_renew, unknown_subscription or several_subscriptions. Raises TK010, TK061, TK062, see billing.begin_operation.';
