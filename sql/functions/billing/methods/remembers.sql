-- A provider may forbid a shop to save payment methods until its manager has allowed it. The shop tries again after a
-- day.
create or replace function billing.remembers(p_provider billing.providers) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return p_provider.enabled
    and 'saved_method' = any (p_provider.can)
    and (p_provider.saving_forbidden_at > app.now() - interval '1 day') is not true;
end
$$;
comment on function billing.remembers(billing.providers) is
  'Whether a provider can at present save payment methods and charge them.';
