-- Taken before all other locks, so that repeated reports of one charge wait for each other even if the payer is
-- unknown and no user's account can be locked.
create or replace function billing.lock_charges(p_providers text[], p_external_ids text[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(k.key)
  from (
    select distinct hashtextextended(format('payment:%s:%s', c.provider, c.external_id), 0) as key
    from unnest(p_providers, p_external_ids) as c (provider, external_id)
    order by 1
  ) as k;
end
$$;
comment on function billing.lock_charges(text[], text[]) is
  'Takes providers and their ids of charges, and locks these in one order until the transaction ends.';
