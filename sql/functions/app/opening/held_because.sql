-- Called at each claim and by each job, so it reads two rows and no more. The setting tickover.held is for a copy of
-- the server's files (a point-in-time restore, a disk snapshot), which has the same identifiers as the original. Set
-- tickover.held = on in its postgresql.conf before starting it.
create or replace function app.held_because() returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select
      case
        when lower(current_setting('tickover.held', true)) not in ('', 'off', 'false', 'no', '0')
          then 'the setting tickover.held is on'
        when format('%s/%s', h.system_identifier, h.database) <> app.here()
          then 'restored or copied, and not opened here'
        else coalesce(h.held_reason, jobs.clock_doubt(c))
      end
    from jobs.clock as c
    left join app.home as h on true
  );
end
$$;
comment on function app.held_because() is
  'Returns why the shop does not act in this database, null when it is open. While the shop is held, no job works and nothing is claimed from the outbox or the inbox; incoming events are still stored.';
