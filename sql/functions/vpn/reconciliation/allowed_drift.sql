-- A few are always allowed: in a small shop one account is already more than any share of them.
create or replace function vpn.allowed_drift(p_expected bigint) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return greatest(
    5, least(app.setting('drift_most')::bigint, p_expected * app.setting('drift_percent')::bigint / 100)
  );
end
$$;
comment on function vpn.allowed_drift(bigint) is
  'Takes how many accesses a panel should have. Returns how many of them may be sent again, or removed, before a person has looked: the settings drift_percent and drift_most.';
