-- Each panel enforces the limit by itself, so the highest use counts. What vpn.usage has is of the count that the panel
-- confirmed last, which may not be the one that is desired.
--
-- Little is left when it is a fifth of what is given at a time. That is not a fifth of the limit where unused traffic
-- is carried over: after a year, who uses all of it each month has used 90 % of the limit on the first day.
create or replace function vpn.notify_traffic(p_access_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_notices jsonb[];
begin
  with used as (
    select
      d.subscription_id, d.traffic_from, d.data_limit,
      max(case when u.used_bytes >= d.data_limit then 100 when u.used_bytes >= d.data_limit * 0.8 then 80 end) as percent,
      d.data_limit - max(u.used_bytes) as unused
    from unnest(p_access_ids) as n (id)
    join vpn.usage as u on u.access_id = n.id
    join vpn.access as a on a.id = u.access_id and a.state = 'serving'
    join vpn.desired as d on d.subscription_id = a.subscription_id
    where d.present
      and d.expires_at > app.now()
      and a.traffic_from = d.traffic_from
      and u.used_bytes >= d.data_limit * 0.8
    group by d.subscription_id
  ),
  wanted as (
    select u.*
    from used as u
    join billing.notice_rules as r
      on r.name = case u.percent when 100 then 'traffic_used' when 80 then 'traffic_low' end and r.enabled
    where not exists (
      select
      from vpn.traffic_notices as t
      where t.subscription_id = u.subscription_id
        and (t.traffic_from, t.data_limit) = (u.traffic_from, u.data_limit)
        and t.percent >= u.percent
    )
  ),
  told as (
    insert into vpn.traffic_notices as t (subscription_id, traffic_from, data_limit, percent, told_at)
    select u.subscription_id, u.traffic_from, u.data_limit, u.percent, app.now()
    from wanted as u
    where u.percent = 100 or u.percent = 80 and u.unused <= billing.traffic_at_a_time(u.subscription_id) * 0.2
    order by u.subscription_id
    on conflict (subscription_id) do update
    set
      traffic_from = excluded.traffic_from, data_limit = excluded.data_limit, percent = excluded.percent,
      told_at = excluded.told_at
    where (t.traffic_from, t.data_limit) is distinct from (excluded.traffic_from, excluded.data_limit)
      or t.percent < excluded.percent
    returning t.subscription_id, t.percent
  )
  select
    array_agg(
      billing.operation_notice(
        s.user_id, case t.percent when 100 then 'traffic-used' else 'traffic-low' end,
        p_subscription_id => s.id,
        p_buttons => jsonb_build_array(jsonb_build_array(jsonb_build_object(
          'text', 'button-buy', 'data', billing.button_for(s.id, 'go:plans')
        )))
      )
      order by s.id
    )
  into v_notices
  from told as t
  join billing.subscriptions as s on s.id = t.subscription_id;
  perform app.notify_all(v_notices);
end
$$;
comment on function vpn.notify_traffic(bigint[]) is
  'Takes accesses whose use was read. Tells their users once when 80 % of their traffic is used, and once when all of it is, unless the rules traffic_low and traffic_used are off.';
