-- Renewal that is switched off only pauses while the brake unrenewed keeps everybody who is to be renewed, or while
-- nothing ends at all. Once an operator lets them end, it is off, and everybody is told in time.
create or replace function billing.renewal_is_on() returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app.flag('auto_renewal')
    or not app.flag('expiry')
    or (select b.released_until > app.now() from app.brakes as b where b.name = 'unrenewed') is not true;
end
$$;
comment on function billing.renewal_is_on() is
  'Whether subscriptions of this shop are renewed automatically, now or when a pause is over (flags auto_renewal and expiry, brake unrenewed).';
