-- Asked for each renewal that a saved method would pay, and nearly always of an empty table.
create or replace function billing.is_catching_up() returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select from app.restores as r where r.caught_up_at is null);
end
$$;
comment on function billing.is_catching_up() is
  'Whether this database was restored and does not know yet what providers charged since the backup: until then no saved method is charged, because it may have been charged already.';
