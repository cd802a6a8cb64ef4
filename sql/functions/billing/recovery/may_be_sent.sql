-- What was waiting in the backup may have been sent by the shop that was lost, and keys of providers last for a day.
-- Asked for each message to a provider, and nearly always of an empty table.
create or replace function billing.may_be_sent(p_asked_at timestamptz) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select from app.restores as r where r.restored_at >= p_asked_at);
end
$$;
comment on function billing.may_be_sent(timestamptz) is
  'Whether this database was restored after p_asked_at (UTC): what was asked of a provider then, and has no answer here, may have been done, so the provider is asked for it first.';
