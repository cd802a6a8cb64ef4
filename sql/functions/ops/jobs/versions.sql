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
  count(*) filter (where c.seen_at > clock_timestamp() - interval '30 seconds') as processes,
  min(c.started_at) as since,
  max(c.seen_at) as seen_at
from outbox.consumers as c
group by c.name, c.version;
comment on view ops.versions is
  'What runs, and since when. part: migrations (version: the number of the newest file of sql/schema), or bot and listener, a row for each version that ran within a day. processes: how many of them are alive, 0 for none any more. since: when the file was applied, or the first of these processes began; seen_at: the last heartbeat; machine time, UTC.';
