-- What follows from a decision of billing.plan_renewals. Inlined, because a job asks for thousands; it takes columns,
-- because a whole row would be built for each. `offset 0` keeps the planner from computing a value once for each column
-- that uses it.
create or replace function billing._follow_up(
  p_outcome text, p_subscription_id bigint, p_period_number integer, p_ends_at timestamptz, p_expires_at timestamptz,
  p_charge_from timestamptz, p_is_withdrawn boolean, p_is_reachable boolean, p_was_refused boolean,
  p_method_until timestamptz, p_next_ends_at timestamptz, p_now timestamptz, p_grace interval
)
returns table (
  answer_by timestamptz, access_until timestamptz, again_at timestamptz, worth_it boolean, until timestamptz
)
language sql
stable
as $$
  select
    answer.by, kept.until, next.at, answer.worth_it,
    case p_outcome
      when 'renewed' then p_now + interval '3 days'
      when 'announced' then next.at
      when 'price_risen' then next.at
      when 'short' then p_ends_at
      else kept.until
    end
  from (
    select
      case p_outcome
        when 'price_risen' then p_now + interval '72 hours'
        when 'announced' then p_now + interval '5 hours'
      end as by,
      p_outcome not in ('waiting', 'charging', 'ending')
      and (p_outcome <> 'unavailable' or p_now >= p_ends_at - interval '23 hours' or p_is_withdrawn) as worth_it
    offset 0
  ) as answer
  cross join lateral (
    select case
      when answer.by is not null and p_is_reachable and not p_was_refused
        then greatest(p_expires_at, answer.by + p_grace)
      when p_outcome = 'unavailable' and answer.worth_it and p_is_reachable
        then greatest(p_expires_at, interval '24 hours' + coalesce(
          (
            select greatest(n.created_at, n.sent_at)
            from billing.notices as n
            where n.subscription_id = p_subscription_id and n.period_number = p_period_number and n.kind = 'unavailable'
              and (coalesce(n.sent_at::text, n.dropped) is not null or n.created_at > p_now - interval '23 hours')
          ),
          p_now
        ))
      when p_outcome = 'charging' and p_now >= p_expires_at then greatest(p_expires_at, p_method_until)
      else p_expires_at
    end as until
    offset 0
  ) as kept
  cross join lateral (
    select case
      when p_outcome = 'renewed' then billing.next_attempt(p_next_ends_at, p_now)
      when p_outcome = 'ending' then null
      when p_outcome = 'waiting' and p_now >= p_ends_at - interval '72 hours' then p_charge_from
      when p_outcome = 'unavailable' and p_now >= p_ends_at - interval '24 hours'
        then case when p_now < kept.until then least(p_now + interval '10 minutes', kept.until) end
      when answer.by is not null and kept.until >= answer.by
        then greatest(billing.next_attempt(p_ends_at, p_now), answer.by)
      else coalesce(
        billing.next_attempt(p_ends_at, p_now), case when p_now < p_expires_at then p_expires_at end, p_method_until
      )
    end as at
    offset 0
  ) as next
  offset 0
$$;
comment on function billing._follow_up(
  text, bigint, integer, timestamptz, timestamptz, timestamptz, boolean, boolean, boolean, timestamptz, timestamptz,
  timestamptz, interval
) is
  'Takes the outcome for a subscription; its id, period, end, end of access and the time from which it may be charged; whether its price was taken out of renewal, whether its user can be told, and whether Telegram has refused it; until when a charge by a method is waited for; the end of the next period; the current time and the grace. Returns by when the user may answer (null: there is no question), how long he keeps access, when to look again (null: never), whether he is told, and until when a notice is of use. All in business time.';
