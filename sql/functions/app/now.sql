-- migrate: overridable
-- The one clock of the business. Sandbox and tests replace this function with one that can be moved. One line
-- without a `set` clause, so that it is inlined into the predicates of hot queries.
create or replace function app.now() returns timestamptz
language sql
stable
parallel safe
as $$ select pg_catalog.now() $$;
comment on function app.now() is 'Business time, UTC: the start of the transaction.';
