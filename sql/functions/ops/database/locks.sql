-- pg_locks tells everybody who waits for whom and since when. What they execute is told to members of
-- pg_read_all_stats only.
create or replace view ops.locks as
select
  w.pid,
  a.usename as role,
  nullif(a.application_name, '') as program,
  date_trunc('milliseconds', clock_timestamp() - w.waitstart) as waits_for,
  case
    when w.relation is not null then format('%s %s', w.locktype, w.relation::regclass)
    else w.locktype
  end as what,
  w.mode,
  b.pid as blocked_by,
  o.usename as blocking_role,
  nullif(o.application_name, '') as blocking_program,
  o.state as blocking_state,
  date_trunc('milliseconds', clock_timestamp() - o.xact_start) as blocking_for,
  o.query as blocking_statement
from pg_catalog.pg_locks as w
join pg_catalog.pg_stat_activity as a on a.pid = w.pid
cross join lateral unnest(pg_catalog.pg_blocking_pids(w.pid)) as b (pid)
left join pg_catalog.pg_stat_activity as o on o.pid = b.pid
where not w.granted and (w.database is null or w.database in (
  0, (select d.oid from pg_catalog.pg_database as d where d.datname = current_database())
))
order by w.waitstart, w.pid, b.pid;
comment on view ops.locks is
  'Who waits for a lock, for how long, for what, and who holds it: a row for each pair. state, blocking_for (how long its transaction lasts) and statement of the one in the way are shown to who is a member of pg_read_all_stats, null or <insufficient privilege> otherwise. An administrator ends it with pg_terminate_backend(blocked_by): what it did is rolled back.';
