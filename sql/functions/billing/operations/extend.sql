create or replace function billing.extend(
  p_user_id bigint,
  p_by interval,
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
    p_request, 'extend', p_user_id,
    jsonb_build_object('by', p_by) || jsonb_strip_nulls(jsonb_build_object('subscription_id', p_subscription_id)),
    p_actor, p_reason
  );
  v_subscription billing.subscriptions;
  v_from timestamptz;
  v_ends_at timestamptz;
  v_number integer;
  v_outcome text := 'out_of_range';
begin
  if v_result is not null then
    return v_result;
  end if;

  perform billing.lock_user(p_user_id);
  v_subscription := billing.subscription_of(p_user_id, p_subscription_id);
  v_from := greatest(v_subscription.ends_at, app.now());
  -- In UTC, because the length of a day or month depends on the session's time zone.
  v_ends_at := (v_from at time zone 'UTC' + p_by) at time zone 'UTC';
  if v_subscription.id is null and billing.why_no_subscription(p_user_id, p_subscription_id) is not null then
    v_outcome := billing.why_no_subscription(p_user_id, p_subscription_id);
  elsif v_ends_at > v_from and v_ends_at <= v_from + interval '10 years' then
    v_outcome := 'extended';
    v_number := billing.grant_until(v_subscription, p_user_id, v_ends_at, p_actor);
    v_subscription.id := coalesce(v_subscription.id, (billing.subscription_of(p_user_id)).id);
    if p_tell then
      perform billing.notify_operation(p_user_id, 'time-granted', p_reason, p_subscription_id => v_subscription.id);
    end if;
  end if;
  return billing.end_operation(p_request, jsonb_strip_nulls(jsonb_build_object(
    'outcome', v_outcome,
    'period_number', v_number,
    'ends_at', case when v_number is null then v_subscription.ends_at else v_ends_at end
  )), v_subscription.id);
end
$$;
comment on function billing.extend(bigint, interval, uuid, text, text, boolean, bigint) is
  'Gives a user p_by free of charge, after the end of the subscription (billing.subscription_of; a user who never had one gets one) or from now. outcome: extended (period_number, ends_at in UTC), out_of_range (nothing, or over ten years), unknown_subscription or several_subscriptions. Raises TK010, TK061, TK062, see billing.begin_operation, and TK032, see billing.grant_until.';
