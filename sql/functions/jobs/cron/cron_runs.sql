-- pg_cron's own history contains runs that ours cannot: those whose connection failed, or whose commit failed. Row
-- security shows them only to the job's own role and to roles that sql/bootstrap.sql permits. They are a million rows,
-- for which a look that must be quick cannot wait.
create or replace function jobs.cron_runs(p_last bigint) returns table (
  id bigint, job text, status text, detail text, started_at timestamptz, ended_at timestamptz, pid integer
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (the table does not exist where there is no pg_cron)
begin
  if exists (
    select
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = 'cron'
      and c.relname = 'job_run_details'
      and has_schema_privilege(n.oid, 'usage')
      and has_table_privilege(c.oid, 'select')
  ) then
    return query execute
      $q$
        select
          d.runid, coalesce(substring(d.command from $re$jobs\.work\('(\w+)'\)$re$), d.command), d.status,
          d.return_message, d.start_time, d.end_time, d.job_pid
        from cron.job_run_details as d
        where d.database = current_database()
        order by d.runid desc
        limit $1
      $q$
    using p_last;
  end if;
end
$$;
comment on function jobs.cron_runs(bigint) is
  'Returns the last p_last runs of pg_cron''s history in this database (null: all), newest first, including failed connections; nothing where there is no pg_cron.';
