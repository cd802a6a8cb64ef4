-- The size of a relation is a look at its files: a millisecond for all tables together.
create or replace view ops.metrics_of_database as
select
  'tickover_database_bytes' as name, '{}'::jsonb as labels,
  pg_catalog.pg_database_size(current_database())::double precision as value
union all
select v.name, jsonb_build_object('table', t.name), v.value
from (
  select
    c.oid::regclass::text as name, pg_catalog.pg_total_relation_size(c.oid) as bytes,
    pg_catalog.pg_stat_get_dead_tuples(c.oid) as dead
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  join pg_catalog.pg_roles as r on r.oid = n.nspowner and r.rolname = 'tickover_owner'
  where c.relkind = 'r'
) as t
cross join lateral (
  values ('tickover_table_bytes', t.bytes), ('tickover_table_dead_rows', t.dead)
) as v (name, value)
where t.bytes > 1000000
union all
select 'tickover_locks_waiting', '{}', count(*) from pg_catalog.pg_locks as l where not l.granted
union all
select 'tickover_oldest_transaction_ids', '{}', age(d.datfrozenxid)
from pg_catalog.pg_database as d
where d.datname = current_database()
union all
select
  'tickover_wal_retained_bytes', jsonb_build_object('slot', s.slot_name),
  coalesce(pg_catalog.pg_wal_lsn_diff(
    case
      when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn() else pg_catalog.pg_current_wal_lsn()
    end,
    s.restart_lsn
  ), 0)
from pg_catalog.pg_replication_slots as s;
comment on view ops.metrics_of_database is
  'Part of ops.metrics: sizes, dead rows, waiting sessions, how far freezing is behind, and the WAL that replication slots keep for their standbys.';
