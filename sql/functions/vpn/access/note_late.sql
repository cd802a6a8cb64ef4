-- Records late deliveries with the time that was lost: time that has passed and was covered neither by older access
-- nor by access at another panel. The shop owes no time for a refunded period, nor for one that was delivered by an
-- access that has left. A job gives the time back, because it can take the user's locks in their order.
create or replace function vpn.note_late(p_answers vpn.answer[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
begin
  insert into vpn.late_deliveries (subscription_id, generation, lost, present, delivered_at)
  select n.subscription_id, n.generation, waited.lost, n.present, v_now
  from (
    select a.subscription_id, max(n.generation) as generation, bool_or(n.present) as present
    from unnest(p_answers) as n
    join vpn.access as a on a.id = n.access_id and a.state <> 'leaving'
    group by a.subscription_id
  ) as n
  cross join lateral (
    select
      greatest(d.delivered_generation, max(a.applied_generation)) as generation, max(a.applied_expires_at) as expires_at
    from vpn.desired as d
    left join vpn.access as a on a.subscription_id = d.subscription_id and a.state <> 'leaving'
    where d.subscription_id = n.subscription_id
    group by d.subscription_id
  ) as had
  cross join lateral (
    select make_interval(
      secs => sum(extract(epoch from least(v_now, span.ends_at) - span.starts_at))::double precision
    ) as lost
    from billing.periods as p
    cross join lateral (
      select
        greatest(p.starts_at, p.created_at, had.expires_at) as starts_at,
        coalesce(p.closed_at, p.ends_at) as ends_at
    ) as span
    where p.subscription_id = n.subscription_id
      and p.generation > had.generation
      and p.generation <= n.generation
      and span.starts_at < least(v_now, span.ends_at)
      and not exists (
        select from billing.refunds as r where r.subscription_id = p.subscription_id and r.period_number = p.number
      )
  ) as waited
  where n.generation > had.generation and waited.lost >= interval '1 minute'
  on conflict (subscription_id, generation) do nothing;
end
$$;
comment on function vpn.note_late(vpn.answer[]) is
  'Takes what panels confirmed, before that is recorded. Writes vpn.late_deliveries. The caller holds the lock on the desired state.';
