-- Which steps there are, and what follows which, the listener knows: gateways/vpn/check.py.
create or replace function vpn.checked(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (what it is about is in the payload, and a hook's lane is of no use here)
declare
  v_check_id bigint;
begin
  select c.id into v_check_id
  from vpn.panel_checks as c
  where c.id = (p_payload ->> 'check_id')::bigint and c.finished_at is null
  for no key update;
  if not found then
    return;
  end if;
  insert into vpn.panel_check_steps (check_id, number, step, told, failed, done_at)
  select
    v_check_id, count(s.check_id) + 1, p_result ->> 'step', p_result ->> 'told',
    (p_result ->> 'failed')::boolean, app.now()
  from vpn.panel_check_steps as s
  where s.check_id = v_check_id;

  if p_result ->> 'next' is not null then
    perform vpn.ask_step(v_check_id, p_result ->> 'next');
  else
    update vpn.panel_checks as c
    set
      finished_at = app.now(),
      succeeded = not exists (select from vpn.panel_check_steps as s where s.check_id = c.id and s.failed)
    where c.id = v_check_id;
  end if;
end
$$;
comment on function vpn.checked(text, jsonb, jsonb) is
  'Done hook of vpn.check. p_payload: {"check_id"}; p_result: {"step", "told", "failed", "next": the step that follows, null for none}. Records the step and asks for the next.';
