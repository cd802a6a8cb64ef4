-- Books the money of renewals. Most take only cash, and have two legs. Those that take a bonus first, or referral
-- earnings last, have more.
--
-- (Functions that create accounts are called once for each currency.)
create or replace function billing.post_renewals(p_renewals billing.renewal[]) returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_keys text[];
  v_accounts bigint[];
  v_revenue bigint[];
  v_amounts bigint[];
  v_of integer[];
begin
  with revenue as materialized (
    select c.currency, ledger.account(null, 'revenue', c.currency) as account_id
    from (select distinct r.currency from unnest(p_renewals) as r) as c
  )
  select
    array_agg(format('renewal:%s:%s', r.subscription_id, r.number)),
    array_agg(r.account_id),
    array_agg((select v.account_id from revenue as v where v.currency = r.currency)),
    array_agg(r.amount),
    case when bool_or(r.bonus > 0 or r.referral > 0) then '{}'::integer[] end
  into v_keys, v_accounts, v_revenue, v_amounts, v_of
  from unnest(p_renewals) as r;

  if v_of is not null then
    select array_agg(part.account_id), array_agg(v_revenue[r.ordinality]), array_agg(part.amount),
      array_agg(r.ordinality::integer)
    into v_accounts, v_revenue, v_amounts, v_of
    from unnest(p_renewals) with ordinality as r
    cross join lateral (values
      (r.bonus_account_id, coalesce(r.bonus, 0)),
      (r.account_id, r.amount - coalesce(r.bonus, 0) - coalesce(r.referral, 0)),
      (r.referral_account_id, coalesce(r.referral, 0))
    ) as part (account_id, amount)
    where part.amount > 0;
  end if;
  return ledger.post_batch('renewal', v_keys, v_accounts, v_revenue, v_amounts, v_of);
end
$$;
comment on function billing.post_renewals(billing.renewal[]) is
  'Charges these renewals, divided between bonus, cash and referral by billing.plan_renewals. Returns the ids of their transfers in the same order. Raises as ledger.post_batch. The caller holds the locks.';
