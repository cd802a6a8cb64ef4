-- Called at each claim and by each job, so it reads two rows and no more. The setting tickover.held is for a copy of
-- the server's files (a point-in-time restore, a disk snapshot), which has the same identifiers as the original. Set
-- tickover.held = on in its postgresql.conf before starting it.
create or replace function app.held_because() returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_seen record;
begin
  if lower(current_setting('tickover.held', true)) not in ('', 'off', 'false', 'no', '0') then
    return 'the setting tickover.held is on';
  end if;
  select h.system_identifier, h.database, h.held_reason, c as clock into v_seen
  from jobs.clock as c
  left join app.home as h on true;
  if format('%s/%s', v_seen.system_identifier, v_seen.database) <> app.here() then
    return 'restored or copied, and not opened here';
  end if;
  return coalesce(v_seen.held_reason, jobs.clock_doubt(v_seen.clock));
end
$$;
comment on function app.held_because() is
  'Returns why the shop does not act in this database, null when it is open. While the shop is held, no job works and nothing is claimed from the outbox or the inbox; incoming events are still stored.';
