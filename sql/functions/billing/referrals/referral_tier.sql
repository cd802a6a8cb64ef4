-- The screen shows it and payments use it, so that the number shown is the number used.
create or replace function billing.referral_tier(
  p_user_id bigint,
  out paying bigint,
  out percent integer,
  out next_from integer,
  out next_percent integer
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select count(*) into paying from billing.origins as o where o.referrer_id = p_user_id and o.paying;
  percent := coalesce((
    select t.percent from billing.referral_tiers as t where t.from_paying <= paying order by t.from_paying desc limit 1
  ), 0);
  select t.from_paying, t.percent into next_from, next_percent
  from billing.referral_tiers as t
  where t.from_paying > paying
  order by t.from_paying
  limit 1;
end
$$;
comment on function billing.referral_tier(bigint) is
  'Returns how many of those whom a user brought are paying, the percent that the next payment of one of them earns (billing.referral_tiers), and from how many on which percent follows; null when none does.';
