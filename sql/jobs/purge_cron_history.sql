-- pg_cron writes a row for each run and never deletes one. Row security shows a role only its own rows, so this step
-- runs with the rights of its caller, tickover_cron.
create or replace function jobs.purge_cron_history(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_deleted integer := 0;
begin
  if to_regclass('cron.job_run_details') is not null then
    execute
      $q$
        delete from cron.job_run_details
        where runid in (
          select d.runid
          from cron.job_run_details as d
          where d.end_time < clock_timestamp() - make_interval(days => $1)
          limit $2
        )
      $q$
    using jobs.keep_days(), p_limit;
    get diagnostics v_deleted = row_count;
  end if;
  return (v_deleted, 0, v_deleted >= p_limit);
end
$$;
comment on function jobs.purge_cron_history(integer) is
  'Deletes rows of cron.job_run_details older than the setting keep_job_runs_days, at most p_limit.';

select jobs.register(
  p_name => 'purge_cron_history',
  p_schedule => '23 * * * *',
  p_position => 91,
  p_description => 'Deletes pg_cron''s own old run records.'
);
