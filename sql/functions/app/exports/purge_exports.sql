-- Rows of customers are kept no longer than they wait for Telegram.
create or replace function app.purge_exports(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_slices integer;
  v_exports integer;
begin
  delete from app.export_slices as s
  where s.ctid = any (array(
    select o.ctid
    from app.export_slices as o
    join app.exports as e on e.id = o.export_id
    where e.made_at < v_now - interval '1 day'
    limit p_limit
  ));
  get diagnostics v_slices = row_count;
  delete from app.exports as e
  where e.id = any (array(
    select o.id from app.exports as o where o.asked_at < v_now - interval '30 days' order by o.id limit p_limit
  ));
  get diagnostics v_exports = row_count;
  return greatest(v_slices, v_exports);
end
$$;
comment on function app.purge_exports(integer) is
  'Takes the maximum number of rows. Deletes rows of files that could not be sent within a day, and what is known of files that were asked for 30 days ago. Returns how many.';
