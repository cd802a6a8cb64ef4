-- pg_cron stores with a job the host and port of the server that schedules it, and still uses them after a restore
-- elsewhere. Only a superuser can read its setting cron.host, so this function schedules a job, reads its row, and
-- rolls back.
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
  'Returns where pg_cron connects for a job that is scheduled now: host or socket directory, and port. To be called as tickover_cron.';
