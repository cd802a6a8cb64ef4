-- The end of a trial comes with what the rule trial_ended offers.
create or replace function billing.notice_ended(p_subscription_id bigint, p_period_number integer) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select app.notice(
    s.user_id,
    case
      when s.source = 'trial' and o.percent is not null then 'trial-ended-offer'
      when s.source = 'trial' then 'trial-ended'
      when s.cancelled_at is not null then 'subscription-ended-cancelled'
      else 'subscription-ended'
    end,
    jsonb_build_object(
      'plan', jsonb_build_object('text', billing.title_of(s.id, p.title, s.user_id)),
      'ended_at', jsonb_build_object('time', s.ends_at)
    ) || case
      when o.percent is not null
        then jsonb_build_object('percent', o.percent, 'until', jsonb_build_object('time', o.until))
      else '{}'
    end,
    jsonb_build_array(jsonb_build_array(
      jsonb_build_object(
        'text', case s.source when 'trial' then 'button-buy' else 'button-renew' end,
        'data', billing.button_for(s.id, case s.source when 'trial' then 'go:plans' else 'go:renew' end)
      ),
      jsonb_build_object('text', 'button-close', 'data', 'close')
    ))
  )
  from billing.subscriptions as s
  join billing.plans as p on p.id = s.plan_id
  left join lateral billing.offered_by('trial_ended', s.user_id) as o on s.source = 'trial'
  where s.id = p_subscription_id
    and s.period_number = p_period_number
    and s.status = 'expired'
$$;
comment on function billing.notice_ended(bigint, integer) is
  'Returns the notice (see app.notice) that a subscription is over; null when it is not, or when p_period_number is no longer its last period.';
