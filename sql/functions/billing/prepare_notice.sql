-- A notice about a period is written when it goes out, and only while the period is the last one: "it has
-- ended" must not reach a user who has renewed meanwhile. And what waits in the queue stays small.
create or replace function billing.prepare_notice(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select app.prepare_notice(
    p_lane,
    app.notice(
      s.user_id,
      case s.source when 'trial' then 'trial-ended' else 'subscription-ended' end,
      jsonb_build_object(
        'plan', jsonb_build_object('text', p.title),
        'ended_at', jsonb_build_object('time', s.ends_at)
      ),
      jsonb_build_array(jsonb_build_array(
        jsonb_build_object(
          'text', case s.source when 'trial' then 'button-buy' else 'button-renew' end, 'data', 'go:plans'
        ),
        jsonb_build_object('text', 'button-close', 'data', 'close')
      ))
    )
  )
  from billing.subscriptions as s
  join billing.plans as p on p.id = s.plan_id
  where p_payload ->> 'notice' = 'ended'
    and s.id = (p_payload ->> 'subscription_id')::bigint
    and s.period_number = (p_payload ->> 'period_number')::integer
    and s.status = 'expired'
$$;
comment on function billing.prepare_notice(text, jsonb) is
  'Hook of billing.notice: what app.prepare_notice makes of the notice "ended" of p_payload''s subscription_id, or null when period_number is not its last period any more.';
