-- A run holds an advisory session lock from before it becomes visible until it is closed. A pid would not do, because
-- the system reuses pids.
create or replace function jobs.is_alive(p_run bigint) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from pg_locks as l
    where l.locktype = 'advisory'
      and l.database = (select d.oid from pg_database as d where d.datname = current_database())
      and l.objsubid = 2
      and l.classid = (hashtext('jobs.run')::bigint & 4294967295)::oid
      and l.objid = (p_run & 2147483647)::oid
  )
$$;
comment on function jobs.is_alive(bigint) is 'Whether a session still works on an open run of jobs.run.';
