create or replace function jobs.may_go_on() returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return app.is_open();
end
$$;
comment on function jobs.may_go_on() is
  'Whether a batch may begin: the shop is open here, and no release is being applied or will be before the batch ends. See app.is_open.';
