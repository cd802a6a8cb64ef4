-- Two switches say what an owner wants: without auto_renewal subscriptions end when they run out; without expiry as
-- well nothing ends, and renewal only pauses.
create or replace function billing.renewal_is_on() returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app.flag('auto_renewal') or not app.flag('expiry');
end
$$;
comment on function billing.renewal_is_on() is
  'Whether subscriptions of this shop are renewed automatically, now or when a pause is over (flags auto_renewal and expiry).';
