-- The next look is at the next moment of any rule, whether it concerns the subscription then or not: so a change of
-- heart needs no write here. While the subscription runs, its end is looked at as well, because a renewal that moved it
-- has begun a period with moments of its own.
create or replace function billing.look_again_at(p_subscription_ids bigint[], p_planned billing.planned_notice[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_now constant timestamptz := app.now();
begin
  with held as materialized (
    select
      n.subscription_id,
      min(n.moment) as moment,
      min(
        case n.verdict
          when 'unsure' then least(v_now + interval '30 minutes', n.until + interval '1 second')
          else n.send_at
        end
      ) as until
    from unnest(p_planned) as n
    where n.verdict = 'unsure' or n.verdict = 'send' and n.send_at > v_now
    group by n.subscription_id
  )
  update billing.notice_watch as w
  set
    looked_at = coalesce(h.moment - interval '1 microsecond', v_now),
    look_at = least(
      h.until,
      next.moment,
      case
        when s.status <> 'active' then null
        when s.expires_at > v_now then s.expires_at
        else v_now + interval '10 minutes'
      end
    )
  from unnest(p_subscription_ids) as d (id)
  join billing.subscriptions as s on s.id = d.id
  left join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number
  left join held as h on h.subscription_id = s.id
  cross join lateral (
    select min(m.at) as moment
    from billing.notice_rules as r
    cross join lateral billing.notice_moment(r.anchor, r.after, p.starts_at, s.ends_at, s.expires_at) as m (at)
    where r.enabled and m.at > v_now
  ) as next
  where w.subscription_id = d.id;
end
$$;
comment on function billing.look_again_at(bigint[], billing.planned_notice[]) is
  'Notes that moments until now were decided about for these subscriptions, except those of p_planned that are held, and when to look next. The caller holds billing.due_to_notify''s locks.';
