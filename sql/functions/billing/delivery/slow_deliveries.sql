-- After a purchase the screen says "within a second"; after 15 seconds it must say something else. The query reads
-- the messages that wait for panels, which are few as long as panels answer, and what no panel has room for.
create or replace function billing.slow_deliveries(p_since timestamptz, p_until timestamptz) returns setof bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select distinct s.user_id
  from (
    select a.subscription_id
    from outbox.messages as m
    join vpn.access as a on a.id = m.lane::bigint
    where m.topic = 'vpn' and m.kind = 'vpn.apply'
    union all
    select n.subscription_id from vpn.desired as n where n.missing > 0
  ) as w
  join vpn.desired as d on d.subscription_id = w.subscription_id
  join billing.subscriptions as s on s.id = w.subscription_id
  join billing.periods as p on p.subscription_id = s.id and p.number = s.period_number
  where not exists (
      select from vpn.access as o where o.subscription_id = w.subscription_id and o.link is not null and o.state <> 'leaving'
    )
    and d.present
    and p.created_at > p_since
    and p.created_at <= p_until
$$;
comment on function billing.slow_deliveries(timestamptz, timestamptz) is
  'Returns the users who got a period after p_since and until p_until (UTC) and have no key for it yet.';
