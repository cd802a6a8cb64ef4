-- Keeps the tables of history small. Nothing here is business: money, periods and audit are kept for ever.
create or replace function jobs.purge_history(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because no index is used for a comparison with a volatile function.
  v_before constant timestamptz := clock_timestamp() - make_interval(days => jobs.keep_days());
  v_runs integer;
  v_updates integer;
  v_letters integer;
  v_uses integer;
  v_told integer;
begin
  delete from jobs.run
  where id in (
    select r.id
    from jobs.run as r
    where r.started_at < v_before
      and r.status <> 'running'
    order by r.started_at
    limit p_limit
  );
  get diagnostics v_runs = row_count;
  v_updates := inbox.purge(p_limit);
  v_letters := outbox.purge(p_limit);
  delete from app.brake_uses
  where ctid in (
    select u.ctid
    from app.brake_uses as u
    join app.brakes as b on b.name = u.brake
    where u.at <= app.now() - b.span
    limit p_limit
  );
  get diagnostics v_uses = row_count;
  delete from app.told
  where id in (
    select t.id
    from app.told as t
    where t.at < app.now() - interval '35 days'
    order by t.id
    limit p_limit
  );
  get diagnostics v_told = row_count;
  return (
    v_runs + v_updates + v_letters + v_uses + v_told, 0,
    greatest(v_runs, v_updates, v_letters, v_uses, v_told) >= p_limit
  );
end
$$;
comment on function jobs.purge_history(integer) is
  'Deletes runs, processed updates and finished messages that are older than their settings say, what no brake counts any more, and what people were told over a month ago, at most p_limit of each.';

select jobs.register(
  p_name => 'purge_history',
  p_schedule => '17 * * * *',
  p_position => 90,
  p_description => 'Deletes old job runs, processed updates and finished messages.'
);
