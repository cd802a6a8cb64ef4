-- Makes cron.job match the registry. pg_cron assigns a job to the role that schedules it and shows each role only its
-- own jobs; therefore this function runs as tickover_cron itself and is not security definer. It is an SQL function
-- because only one database of a server has the schema cron that it names.
--
-- It waits before it changes anything. pg_cron 1.4 misses a change of its jobs when the launcher receives it together
-- with so many catalog changes that PostgreSQL sends one general invalidation instead of naming them, as after a
-- migration. The jobs would then not run until the next change or restart. The launcher reads once a second, so two
-- seconds after the migration has committed it has nothing else to read.
--
-- A job that was scheduled elsewhere, before the database was restored or its socket moved, is scheduled again.
create or replace function jobs.apply_schedules() returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select pg_sleep(2)
  from jobs.cron_node() as n
  where exists (
    (
      (select s.name, s.schedule, s.command, current_database(), n.name, n.port from jobs.schedules() as s)
      except
      (select c.jobname, c.schedule, c.command, c.database, c.nodename, c.nodeport from cron.job as c)
    )
    union all
    (
      (select c.jobname, c.schedule, c.command, c.database, c.nodename, c.nodeport from cron.job as c)
      except
      (select s.name, s.schedule, s.command, current_database(), n.name, n.port from jobs.schedules() as s)
    )
  );

  select cron.unschedule(c.jobid)
  from cron.job as c
  cross join jobs.cron_node() as n
  where not exists (
    select
    from jobs.schedules() as s
    where s.name = c.jobname
      and s.schedule = c.schedule
      and s.command = c.command
      and c.database = current_database()
      and c.nodename = n.name
      and c.nodeport = n.port
  );

  select cron.schedule(s.name, s.schedule, s.command)
  from jobs.schedules() as s
  where not exists (select from cron.job as c where c.jobname = s.name);
$$;
comment on function jobs.apply_schedules() is
  'Schedules, changes and unschedules pg_cron''s jobs to match jobs.jobs, on this server even if the database was restored from another. Waits two seconds first if there is anything to change. To be run as tickover_cron in the database that has pg_cron, not in a transaction that changed other objects.';
