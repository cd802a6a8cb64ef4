create or replace function ops.plan_touches(p_code text)
returns table (subscribers bigint, renewing bigint, next_charges bigint, next_charge timestamptz)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    count(*),
    count(*) filter (where s.renews),
    count(*) filter (where s.renews and s.ends_at < app.now() + interval '30 days'),
    min(s.ends_at) filter (where s.renews)
  from (
    select s.ends_at, s.auto_renew and s.cancelled_at is null and s.renewal_price_id is not null as renews
    from billing.subscriptions as s
    join billing.plans as p on p.id = s.plan_id
    where p.code = p_code and s.status = 'active'
  ) as s
$$;
comment on function ops.plan_touches(text) is
  'Returns whom a change of a plan (its code) concerns: how many have it, how many of them renew it automatically, how many of those within 30 days, and when the next one does (UTC).';
