create or replace function ops.export_ledger(p_from date, p_until date) returns table (
  at timestamptz,
  transfer_id bigint,
  kind text,
  account text,
  user_id bigint,
  amount bigint,
  currency text,
  reverses bigint,
  cause text,
  reason text
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    t.created_at, t.id, t.kind, a.name, a.user_id, e.amount, e.currency::text, t.reverses, t.idempotency_key, t.reason
  from ledger.transfers as t
  join ledger.entries as e on e.transfer_id = t.id
  join ledger.accounts as a on a.id = e.account_id
  -- Subqueries are computed once, the function for each row.
  where t.created_at >= (select app.day_start(p_from)) and t.created_at < (select app.day_start(p_until))
  order by t.id, e.amount, a.id
$$;
comment on function ops.export_ledger(date, date) is
  'Takes days of the shop''s zone, half-open [p_from, p_until). Every entry of the ledger in them, minor units: positive adds to the account, negative takes from it; the entries of a transfer sum to zero in each currency. cause: its idempotency key.';
