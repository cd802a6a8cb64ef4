create or replace function app.purge_channel_members(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because PostgreSQL uses no index for a comparison with a volatile function.
  v_before constant timestamptz := app.now() - interval '1 day';
  v_deleted integer;
begin
  delete from app.channel_members as m
  where m.ctid in (
    select o.ctid from app.channel_members as o where o.checked_at < v_before order by o.checked_at limit p_limit
  );
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$$;
comment on function app.purge_channel_members(integer) is
  'Deletes at most p_limit answers of Telegram about channels that are older than a day, which nobody believes any more. Returns how many.';
