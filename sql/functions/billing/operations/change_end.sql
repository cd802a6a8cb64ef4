-- A later end grants the difference as a gift; an earlier one removes time. No money moves; billing.refund does that.
-- An end that was later than the old one when somebody chose it may be earlier than that of a renewal which has come
-- since.
create or replace function billing.change_end(
  p_user_id bigint,
  p_ends_at timestamptz,
  p_request uuid,
  p_actor text,
  p_reason text,
  p_tell boolean default true,
  p_subscription_id bigint default null,
  p_was timestamptz default null
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_result jsonb := billing.begin_operation(
    p_request, 'change_end', p_user_id,
    jsonb_build_object('ends_at', p_ends_at)
    || jsonb_strip_nulls(jsonb_build_object('subscription_id', p_subscription_id)),
    p_actor, p_reason
  );
  v_subscription billing.subscriptions;
  v_outcome text;
  v_number integer;
begin
  if v_result is not null then
    return v_result;
  end if;

  perform billing.lock_user(p_user_id);
  v_subscription := billing.subscription_of(p_user_id, p_subscription_id);
  v_outcome := case
    when v_subscription.id is null
      then coalesce(billing.why_no_subscription(p_user_id, p_subscription_id), 'no_subscription')
    when p_was <> v_subscription.ends_at then 'end_changed'
    when p_ends_at is null or p_ends_at <= app.now() or p_ends_at > app.now() + interval '10 years'
      then 'out_of_range'
    when p_ends_at = v_subscription.ends_at then 'unchanged'
    when p_ends_at > v_subscription.ends_at then 'extended'
    else 'shortened'
  end;
  if v_outcome = 'extended' then
    v_number := billing.grant_until(v_subscription, p_user_id, p_ends_at, p_actor);
  elsif v_outcome = 'shortened' then
    perform billing.end_at(v_subscription.id, p_ends_at, p_actor, 'subscription.shortened', p_reason);
  end if;
  if p_tell and v_outcome in ('extended', 'shortened') then
    perform billing.notify_operation(
      p_user_id, case v_outcome when 'extended' then 'time-granted' else 'time-shortened' end, p_reason,
      p_subscription_id => v_subscription.id
    );
  end if;
  return billing.end_operation(p_request, jsonb_strip_nulls(jsonb_build_object(
    'outcome', v_outcome,
    'period_number', v_number,
    'ends_at', case when v_outcome in ('extended', 'shortened') then p_ends_at else v_subscription.ends_at end
  )), v_subscription.id);
end
$$;
comment on function billing.change_end(bigint, timestamptz, uuid, text, text, boolean, bigint, timestamptz) is
  'Moves the end of a user''s subscription (billing.subscription_of) to p_ends_at, UTC. outcome: extended (period_number is the gift), shortened, unchanged, end_changed (it does not end at p_was, where that is given), no_subscription, out_of_range (in the past, see billing.revoke, or over ten years ahead), unknown_subscription or several_subscriptions. Raises TK010, TK061, TK062, see billing.begin_operation.';
