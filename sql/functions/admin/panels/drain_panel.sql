create or replace function admin.drain_panel(
  p_telegram_id bigint, p_panel text, p_drain boolean, p_reason text
) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels', p_reason);
  perform app.give_reason(p_reason);
  return ops.drain_panel(p_panel, p_drain);
end
$$;
comment on function admin.drain_panel(bigint, text, boolean, text) is
  'Empties a panel, or stops that, see ops.drain_panel. Raises TK070 without the permission panels.';
