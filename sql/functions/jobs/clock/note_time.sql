-- Each run of a job and each heartbeat of a process calls it, so it is called at least each minute. A clock that shows
-- a quarter of an hour more than that, or less, has leapt, or the server stood still: nobody knows until Telegram is
-- asked. SKIP LOCKED, so that nobody waits for a look.
create or replace function jobs.note_time() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
begin
  if exists (select from jobs.clock as c where c.seen_at between v_now - interval '20 seconds' and v_now) then
    return;
  end if;
  update jobs.clock as c
  set
    seen_at = v_now,
    leapt_at = case when leap.is_one then v_now else c.leapt_at end,
    ahead = case when leap.is_one then null else c.ahead end
  from (
    select o.one_row, abs(extract(epoch from v_now - o.seen_at)) > 900 as is_one
    from jobs.clock as o
    for no key update skip locked
  ) as leap
  where c.one_row = leap.one_row;
end
$$;
comment on function jobs.note_time() is
  'Notes what PostgreSQL''s clock shows, and whether it leapt (jobs.clock). What leapt is doubted until jobs.compare_clock.';
