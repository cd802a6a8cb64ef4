-- While a release is rolled out, two versions run at the same time, on a database that has the migrations of the newer
-- one. This shows how far that is.
create or replace view ops.versions as
select
  'migrations' as part,
  max(v.version)::text as version,
  null::bigint as processes,
  max(v.finished_at) as since,
  null::timestamptz as seen_at
from migrate.versions as v
union all
select
  c.name as part,
  c.version,
  count(*) filter (
    where c.seen_at between clock_timestamp() - interval '30 seconds' and clock_timestamp()
  ) as processes,
  min(c.started_at) as since,
  max(c.seen_at) as seen_at
from outbox.consumers as c
group by c.name, c.version;
comment on view ops.versions is
  'What runs, and since when; machine time, UTC. Two rows of one part while a release is rolled out.';
comment on column ops.versions.part is 'migrations, bot or listener.';
comment on column ops.versions.version is 'Number of the newest file of sql/schema, or the release of the program.';
comment on column ops.versions.processes is
  'How many of that version are alive, 0 for none any more; null for migrations.';
comment on column ops.versions.since is 'When the file was applied, or the first of these processes began.';
comment on column ops.versions.seen_at is 'The last heartbeat; null for migrations.';
