create or replace function vpn.ask_step(p_check_id bigint, p_step text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue(
    'vpn.check', format('check:%s', p.code), jsonb_build_object('check_id', c.id, 'step', p_step), null, null, null,
    p.code
  )
  from vpn.panel_checks as c
  join vpn.panels as p on p.id = c.panel_id
  where c.id = p_check_id;
end
$$;
comment on function vpn.ask_step(bigint, text) is 'Has the listener do a step of a check.';
