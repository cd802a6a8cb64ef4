-- Deadlocks, lock timeouts, shutdowns, a full disk, a read-only server, a missing function or column, an internal
-- error, a missing setting: none of these is the fault of a row. A caller that catches one raises it again or waits;
-- the next run tries again.
create or replace function jobs.is_fault_of_row(p_sqlstate text) returns boolean
language sql
immutable
as $$
  select pg_catalog.left(p_sqlstate, 2) not in ('0A', '25', '40', '42', '53', '55', '57', '58', 'XX')
    and p_sqlstate not in ('TK011', 'TK020', 'TK021', 'TK033')
$$;
comment on function jobs.is_fault_of_row(text) is
  'Whether an error justifies parking a row of a batch or giving up a message; false when it concerns the system.';
