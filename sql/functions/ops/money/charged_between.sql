create or replace function ops.charged_between(p_from timestamptz default null, p_until timestamptz default null)
returns table (day timestamptz, currency text, plan text, charged bigint, refunded bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with span as (
    -- Of an id itself the least is looked for from the first transfer on: all of history, for the money of today.
    select min(t.id + 0) as first_id, max(t.id + 0) as last_id, app.zone_of('UTC') as zone
    from ledger.transfers as t
    where t.created_at >= coalesce(p_from, '-infinity') and t.created_at < coalesce(p_until, 'infinity')
  )

  select
    date_trunc('day', t.created_at, v.zone),
    e.currency::text,
    l.code,
    coalesce(sum(e.amount) filter (where e.amount > 0), 0)::bigint,
    coalesce(-sum(e.amount) filter (where e.amount < 0), 0)::bigint
  from span as v
  cross join ledger.accounts as a
  join ledger.entries as e
    on e.account_id = a.id and e.account_version is null and e.transfer_id between v.first_id and v.last_id
  join ledger.transfers as t on t.id = e.transfer_id
  left join billing.refunds as r on r.transfer_id = coalesce(t.reverses, t.id)
  left join billing.periods as p
    on p.transfer_id = coalesce(t.reverses, t.id)
    or (p.subscription_id, p.number) = (r.subscription_id, r.period_number)
  left join billing.prices as s on s.id = p.price_id
  left join billing.plans as l on l.id = coalesce(p.plan_id, s.plan_id)
  where a.user_id is null
    and a.name = 'revenue'
    and t.created_at >= coalesce(p_from, '-infinity')
    and t.created_at < coalesce(p_until, 'infinity')
  group by 1, 2, 3
$$;
comment on function ops.charged_between(timestamptz, timestamptz) is
  'Takes a span [p_from, p_until), UTC; null: without that end. Returns by day (its start in the shop''s zone, UTC), plan (null for what was booked by hand) and currency, in minor units: charged to balances, refunded to them.';
