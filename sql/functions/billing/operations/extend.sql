create or replace function billing.extend(
  p_user_id bigint,
  p_by interval,
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
  v_result jsonb := billing.begin_operation(
    p_request, 'extend', p_user_id, jsonb_build_object('by', p_by), p_actor, p_reason
  );
  v_subscription billing.subscriptions;
  v_from timestamptz;
  v_ends_at timestamptz;
  v_number integer;
begin
  if v_result is not null then
    return v_result;
  end if;

  v_subscription := billing.lock_user(p_user_id);
  v_from := greatest(v_subscription.ends_at, app.now());
  -- In UTC, because the length of a day or month depends on the session's zone.
  v_ends_at := (v_from at time zone 'UTC' + p_by) at time zone 'UTC';
  if v_ends_at > v_from and v_ends_at <= v_from + interval '10 years' then
    v_number := billing.grant_until(v_subscription, p_user_id, v_ends_at, p_actor);
    if p_tell then
      perform billing.notify_operation(p_user_id, 'time-granted', p_reason);
    end if;
  end if;
  return billing.end_operation(p_request, jsonb_strip_nulls(jsonb_build_object(
    'outcome', case when v_number is null then 'out_of_range' else 'extended' end,
    'period_number', v_number,
    'ends_at', case when v_number is null then v_subscription.ends_at else v_ends_at end
  )));
end
$$;
comment on function billing.extend(bigint, interval, uuid, text, text, boolean) is
  'Gives a user p_by free of charge, after what the user has or from now. outcome: extended (period_number, ends_at in UTC) or out_of_range (nothing, or over ten years). Raises TK010, TK061, TK062, see billing.begin_operation, and TK032, see billing.grant_until.';
