-- Which transfers are in the span is read by time; the entries of a provider's account are then a range of their index.
create or replace function ops.received_between(p_from timestamptz default null, p_until timestamptz default null)
returns table (day timestamptz, currency text, provider text, received bigint, fees bigint, sent_back bigint)
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
    date_trunc('day', t.created_at, s.zone),
    e.currency::text,
    substr(a.name, length('clearing.') + 1),
    coalesce(sum(-e.amount) filter (where t.kind <> 'fee' and e.amount < 0), 0)::bigint,
    coalesce(sum(e.amount) filter (where t.kind = 'fee'), 0)::bigint,
    coalesce(sum(e.amount) filter (where t.kind <> 'fee' and e.amount > 0), 0)::bigint
  from span as s
  cross join ledger.accounts as a
  join ledger.entries as e
    on e.account_id = a.id and e.account_version is null and e.transfer_id between s.first_id and s.last_id
  join ledger.transfers as t on t.id = e.transfer_id
  where a.user_id is null
    and a.name ~ '^clearing\.'
    and t.created_at >= coalesce(p_from, '-infinity')
    and t.created_at < coalesce(p_until, 'infinity')
  group by 1, 2, 3
$$;
comment on function ops.received_between(timestamptz, timestamptz) is
  'Takes a span [p_from, p_until), UTC; null: without that end. Returns by day (its start in the shop''s zone, UTC), provider and currency, in minor units: received from payers, fees that the provider kept, sent_back to payers. received - fees - sent_back is the net revenue, and what it owes the shop more than before.';
