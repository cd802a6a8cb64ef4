-- The shop that was lost may have sent what was waiting in the backup, and keys of providers last for a day. This is
-- called for each message to a provider, and the table is nearly always empty.
create or replace function billing.was_restored_since(p_asked_at timestamptz) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select from app.restores as r where r.restored_at >= p_asked_at);
end
$$;
comment on function billing.was_restored_since(timestamptz) is
  'Whether this database was restored after p_asked_at (UTC). Then what was asked of a provider at that time, and has no answer here, may have been done, so the provider is asked about it first.';
