-- An app asks several times a day; a phone that was sold never asks again, and must not hold a place for good.
create or replace function vpn.purge_page_devices(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant timestamptz := app.now() - interval '30 days';
  v_deleted integer;
begin
  delete from vpn.page_devices as d
  where d.id in (select o.id from vpn.page_devices as o where o.seen_at < v_before order by o.seen_at limit p_limit);
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$$;
comment on function vpn.purge_page_devices(integer) is
  'Takes the maximum number of rows. Deletes devices that the subscription page has not seen for 30 days, and returns how many: their places are free.';
