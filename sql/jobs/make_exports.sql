-- One file a step: it may take a minute. One that fails is given up, because it would fail again; so is one that takes
-- longer than a statement may, which `others` does not catch: it would be the first one again, and no other would come.
create or replace function jobs.make_exports(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (a step gets a limit)
declare
  v_export app.exports;
begin
  select e.* into v_export
  from app.exports as e
  where e.made_at is null and e.error is null
  order by e.id
  limit 1
  for no key update skip locked;
  if not found then
    return (0, 0, false);
  end if;
  begin
    perform app.make_export(v_export.id);
  exception
    when deadlock_detected or serialization_failure or lock_not_available or admin_shutdown then
      raise;
    when others or query_canceled then
      update app.exports as e set error = sqlerrm where e.id = v_export.id;
      perform app.notify(v_export.user_id, 'admin-export-failed');
      return (0, 1, true);
  end;
  return (1, 0, true);
end
$$;
comment on function jobs.make_exports(integer) is 'Step of the job make_exports, see app.make_export.';

select jobs.register(
  p_name => 'make_exports',
  p_schedule => '* * * * *',
  p_position => 31,
  p_description => 'Makes the files that admins asked for and that take long.',
  p_batch_size => 1
);
