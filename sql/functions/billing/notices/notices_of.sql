-- Decides, as the only place, who is told what and when. The job notify_due sends what it returns for now, and
-- ops.notices_due shows what it returns for later.
--
-- A moment is decided about once, when it has come; notice_watch.looked_at says up to when that was done. So a rule
-- that did not concern somebody at its moment does not catch up with him later. The moment of a warning lies within
-- the period, so that a gift of a day is not followed by "three days left". Time that was taken back is not followed
-- by an invitation.
create or replace function billing.notices_of(p_subscription_ids bigint[], p_until timestamptz)
returns setof billing.planned_notice
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_now constant timestamptz := app.now();
begin
  return query
  with moments as materialized (
    select s, r, at.moment, p.starts_at, at.moment + r.deadline as until
    from unnest(p_subscription_ids) as d (id)
    join billing.notice_watch as w on w.subscription_id = d.id
    join billing.subscriptions as s on s.id = d.id
    join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number
    cross join billing.notice_rules as r
    cross join lateral (
      select billing.notice_moment(r.anchor, r.after, p.starts_at, s.ends_at, s.expires_at) as moment
    ) as at
    where at.moment > greatest(w.looked_at, r.since)
      and at.moment <= p_until
      and case
        when r.anchor = 'start' then at.moment < s.ends_at
        when r.after < interval '0' then at.moment > p.starts_at
        else p.closed_at is null
      end
      and (
        select true
        from billing.notices as n
        where n.subscription_id = s.id and n.period_number = s.period_number and n.kind = r.name and n.amount = 0
      ) is null
  ),
  concerned as materialized (
    select m.*, h.holds, i.telegram_id::text as chat, coalesce(f.tips, true) and b.telegram_id is null or (m.r).category <> 'tips' as wanted, q.send_at
    from moments as m
    join app.users as u on u.id = (m.s).user_id
    left join app.telegram_identities as i on i.user_id = u.id and i.unreachable_since is null
    left join app.notice_preferences as f on f.user_id = u.id
    left join app.blocked as b on b.telegram_id = i.telegram_id
    cross join lateral (select billing.notice_holds(m.r, m.s, greatest(m.moment, v_now)) as holds offset 0) as h
    cross join lateral (
      select case
        when (m.r).urgent then greatest(m.moment, v_now)
        else billing.after_quiet_hours(greatest(m.moment, v_now), u.timezone)
      end as quiet_until
      offset 0
    ) as w
    cross join lateral (
      -- A warning that the quiet hours would make too late is sent during them.
      select case
        when w.quiet_until > m.until and (m.r).after < interval '0' then greatest(m.moment, v_now) else w.quiet_until
      end as send_at
    ) as q
    where h.holds is not false
  ),
  judged as (
    select
      c.*,
      case
        when not (c.r).enabled then 'disabled'
        when v_now > c.until then case when c.holds then 'late' else 'unknown' end
        when not c.wanted then 'opted_out'
        when c.chat is null then 'unreachable'
        when c.send_at > c.until then 'quiet_hours'
        when c.holds is null then 'unsure'
        else 'send'
      end as verdict
    from concerned as c
  )
  select
    (j.s).id, (j.s).user_id, j.chat, (j.r).name, (j.s).period_number, (j.s).ends_at, j.moment, j.send_at, j.until,
    case
      when j.verdict = 'send'
        and j.moment <= v_now
        and j.moment < max(j.moment) filter (where j.verdict = 'send' and j.moment <= v_now)
          over (partition by (j.s).id, (j.r).after < interval '0')
        then 'overtaken'
      else j.verdict
    end
  from judged as j;
end
$$;
comment on function billing.notices_of(bigint[], timestamptz) is
  'Returns what the rules of billing.notice_rules mean for these subscriptions, as things stand, for moments until p_until (UTC) that were not decided about yet; in no order. A rule that does not concern a subscription gives no row.';
