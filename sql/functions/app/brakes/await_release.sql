-- The result of an outside effect must be recorded. So a transaction that settles a message waits for a release in
-- progress, whereas a claim returns and tries again later (app.is_open).
create or replace function app.await_release() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock_shared(32199663576773477);
end
$$;
comment on function app.await_release() is
  'Returns when no release is being applied, and delays the next one until the transaction ends. Raises 55P03 after lock_timeout: repeat the call.';
