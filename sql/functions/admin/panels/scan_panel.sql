create or replace function admin.scan_panel(p_telegram_id bigint, p_panel text, p_reason text) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels', p_reason);
  perform app.give_reason(p_reason);
  return ops.scan_panel(p_panel);
end
$$;
comment on function admin.scan_panel(bigint, text, text) is
  'Has the accounts of a panel read and compared, see ops.scan_panel. Raises TK070 without the permission panels.';
