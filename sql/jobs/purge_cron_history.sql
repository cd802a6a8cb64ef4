-- pg_cron writes a row for each run and never deletes one. What could not connect has no times there, so everything
-- before the first run that is to be kept goes. It is found by the runs' numbers: the history has a million rows, and
-- this reads what it deletes. Row security shows a role only its own rows, so this step runs with the rights of its
-- caller, tickover_cron.
create or replace function jobs.purge_cron_history(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_deleted integer := 0;
begin
  if to_regclass('cron.job_run_details') is not null then
    execute
      $q$
        delete from cron.job_run_details
        where runid = any (array(
          select d.runid
          from cron.job_run_details as d
          where d.runid < (
              select k.runid
              from cron.job_run_details as k
              where k.end_time between $1 and $2
              order by k.runid
              limit 1
            )
            and d.status in ('succeeded', 'failed')
          order by d.runid
          limit $3
        ))
      $q$
    using v_now - make_interval(days => jobs.keep_days()), v_now, p_limit;
    get diagnostics v_deleted = row_count;
  end if;
  return (v_deleted, 0, v_deleted >= p_limit);
end
$$;
comment on function jobs.purge_cron_history(integer) is
  'Deletes rows of cron.job_run_details that are before all that ended within the setting keep_job_runs_days, at most p_limit.';

select jobs.register(
  p_name => 'purge_cron_history',
  p_schedule => '23 * * * *',
  p_position => 91,
  p_description => 'Deletes pg_cron''s own old run records.'
);
