-- pg_locks shows everybody who waits for whom and since when. Only members of pg_read_all_stats see what they execute.
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
  'Who waits for a lock, and who holds it: a row for each pair. An administrator ends the one in the way with pg_terminate_backend(blocked_by): what it did is rolled back.';
comment on column ops.locks.pid is 'Backend that waits.';
comment on column ops.locks.role is 'Its database role.';
comment on column ops.locks.program is 'What it calls itself; null where it does not.';
comment on column ops.locks.waits_for is 'How long it has waited.';
comment on column ops.locks.what is 'Type of the lock, with its table where there is one.';
comment on column ops.locks.mode is 'The lock that it wants.';
comment on column ops.locks.blocked_by is 'Backend in the way: it holds the lock, or waits for it in front.';
comment on column ops.locks.blocking_role is 'Its database role.';
comment on column ops.locks.blocking_program is 'What it calls itself; null where it does not.';
comment on column ops.locks.blocking_state is
  'What it does, see pg_stat_activity.state; null if the reader is no member of pg_read_all_stats.';
comment on column ops.locks.blocking_for is
  'How long its transaction lasts; null if the reader is no member of pg_read_all_stats.';
comment on column ops.locks.blocking_statement is
  'Its statement; <insufficient privilege> if the reader is no member of pg_read_all_stats.';
