create or replace function billing.topup_for(p_missing bigint, p_currency text default null) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select least(greatest(p_missing, l.min_amount), l.max_amount) from billing.topup_limits(p_currency) as l
$$;
comment on function billing.topup_for(bigint, text) is
  'Returns the top-up to offer for a missing amount, in minor units of p_currency (null: the shop''s): at least the smallest, at most the greatest possible.';
