-- pg_cron gives a job the host and the port of the server that schedules it, and goes on calling them after a restore
-- elsewhere. Its setting cron.host is a superuser's to read; so a job is made, looked at, and rolled back.
create or replace function jobs.cron_node(out name text, out port integer)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job constant text := 'a look at the node';
begin
  execute $q$select cron.schedule($1, '0 0 1 1 *', 'select 1')$q$ using v_job;
  execute $q$select c.nodename, c.nodeport from cron.job as c where c.jobname = $1$q$ into name, port using v_job;
  raise exception 'rolled back';
exception when raise_exception then
  null;
end
$$;
comment on function jobs.cron_node() is
  'Where pg_cron connects for a job that is scheduled now: host or socket folder, and port. To be called as tickover_cron.';
