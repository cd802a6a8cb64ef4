create or replace function billing.cancel_by_hand(
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
  v_result jsonb := billing.begin_operation(p_request, 'cancel', p_user_id, '{}', p_actor, p_reason);
  v_cancelled record;
begin
  if v_result is not null then
    return v_result;
  end if;

  select c.outcome, c.ends_at into v_cancelled from billing.cancel(p_user_id, p_actor, p_reason) as c;
  if p_tell and v_cancelled.outcome = 'cancelled' then
    perform billing.notify_operation(p_user_id, 'cancelled-by-hand', p_reason);
  end if;
  return billing.end_operation(p_request, jsonb_strip_nulls(jsonb_build_object(
    'outcome', v_cancelled.outcome, 'ends_at', v_cancelled.ends_at
  )));
end
$$;
comment on function billing.cancel_by_hand(bigint, uuid, text, text, boolean) is
  'Cancels a user''s subscription for him, see billing.cancel. outcome: cancelled, already_cancelled or not_active; ends_at, UTC. Raises TK010, TK061, TK062, see billing.begin_operation.';
