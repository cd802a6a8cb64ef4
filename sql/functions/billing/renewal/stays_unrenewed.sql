-- Renewal that is switched off only pauses while the brake unrenewed keeps everybody who is to be renewed, or while
-- nothing ends at all. Once an operator lets them end, it is off, and everybody is told in time.
create or replace function billing.stays_unrenewed(p_until timestamptz) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app.flag('expiry')
    and not (select j.enabled and app.flag(j.flag) from jobs.jobs as j where j.name = 'renew_due')
    and coalesce(
      (select b.released_until > greatest(p_until, app.now()) from app.brakes as b where b.name = 'unrenewed'), false
    );
end
$$;
comment on function billing.stays_unrenewed(timestamptz) is
  'Whether renewal is switched off, and the brake unrenewed released beyond p_until (UTC): what ends then ends unrenewed, whoever has money for it.';
