-- What the engine will tell as things stand: what billing.next_charge says, and that access ends where nothing pays.
create or replace function billing.expected_events(p_until timestamptz) returns setof billing.planned_notice
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_now constant timestamptz := app.now();
begin
  return query
  with charges as materialized (
    select s, c.at, c.amount, billing.notice_group(s) as becomes
    from billing.subscriptions as s
    cross join lateral billing.next_charge(s) as c
    where date_bin('1 minute', s.renew_at, 'epoch') <= p_until and c.at is not null
  ),
  events as (
    select
      c.s,
      case when c.amount > (c.s).announced_amount then 'price_risen' else 'announced' end as rule,
      greatest(
        (c.s).ends_at - case when c.amount > (c.s).announced_amount then interval '168 hours' else interval '72 hours' end,
        (c.s).renew_at
      ) as at
    from charges as c
    where (
      select true
      from billing.notices as n
      where n.subscription_id = (c.s).id
        and n.period_number = (c.s).period_number
        and n.kind in ('announced', 'price_risen')
        and n.amount = c.amount
      limit 1
    ) is null
    union all
    select c.s, case c.becomes when 'renews' then 'renewed' else 'short' end, c.at
    from charges as c
    union all
    select s, case s.source when 'trial' then 'trial_ended' else 'ended' end, s.expires_at
    from billing.subscriptions as s
    where s.status = 'active'
      and date_bin('1 minute', s.expires_at, 'epoch') <= p_until
      and billing.notice_group(s) <> 'renews'
  )
  select
    (e.s).id, (e.s).user_id, i.telegram_id::text, e.rule, (e.s).period_number, (e.s).ends_at, e.at,
    greatest(e.at, v_now), null::timestamptz, case when i.user_id is null then 'unreachable' else 'send' end
  from events as e
  left join app.telegram_identities as i on i.user_id = (e.s).user_id and i.unreachable_since is null
  where e.at <= p_until;
end
$$;
comment on function billing.expected_events(timestamptz) is
  'Returns the events of billing.notice_rules that will be told until p_until (UTC) as things stand: charges, their announcements, and ends of access.';
