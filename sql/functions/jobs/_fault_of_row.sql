-- Deadlocks, lock timeouts, shutdowns, a full disk, a function that is missing: no fault of a row. Whoever catches
-- one of these raises it again: the run fails, and the next one tries again.
create or replace function jobs._fault_of_row(p_sqlstate text) returns boolean
language sql
immutable
as $$ select pg_catalog.left(p_sqlstate, 2) not in ('40', '42', '53', '55', '57', '58') $$;
comment on function jobs._fault_of_row(text) is 'Whether an error is one that a row of a batch may be parked for.';
