-- One promise after the other, so that only the tables of those that are asked for are read: with the name as
-- a constant the planner leaves the other branches of ops.violations out.
create or replace function jobs._check_promises(p_checked text) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
  v_name text;
  v_detail text;
  v_done integer := 0;
begin
  for v_name in
    select p.name from ops.promises as p where p.checked = p_checked order by p.position
  loop
    select format('%s broken: %s', count(*), array_to_string((array_agg(v.subject))[1:3], '; '))
    into v_detail
    from ops.violations as v
    where v.invariant = v_name
    having count(*) > 0;
    perform jobs._note_alarm(v_name, v_detail);
    v_done := v_done + 1;
  end loop;
  return (v_done, 0, false);
end
$$;
comment on function jobs._check_promises(text) is
  'Looks whether the promises of ops.promises that are checked by the hour or by night are kept, and raises or ends their alarms. done: how many it looked at.';
