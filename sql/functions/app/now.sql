-- migrate: overridable
--
-- The only business clock. Sandbox and tests replace this function with one that can be moved. It is one line without
-- a `set` clause, so that PostgreSQL inlines it into the predicates of hot queries.
create or replace function app.now() returns timestamptz
language sql
stable
parallel safe
as $$ select pg_catalog.now() $$;
comment on function app.now() is 'Business time, UTC: the start of the transaction.';
