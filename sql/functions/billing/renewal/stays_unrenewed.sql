create or replace function billing.stays_unrenewed(p_until timestamptz) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return not (select j.enabled and app.flag(j.flag) from jobs.jobs as j where j.name = 'renew_due')
    and coalesce(
      (select b.released_until > greatest(p_until, app.now()) from app.brakes as b where b.name = 'unrenewed'), false
    );
end
$$;
comment on function billing.stays_unrenewed(timestamptz) is
  'Whether renewal is switched off, and the brake unrenewed released beyond p_until (UTC): what ends then ends unrenewed, whoever has money for it.';
