create or replace function admin.reconcile_panel(p_telegram_id bigint, p_panel text, p_reason text) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels', p_reason);
  perform app.give_reason(p_reason);
  return (select count(*) from ops.reconcile_panel(p_panel, false));
end
$$;
comment on function admin.reconcile_panel(bigint, text, text) is
  'Does what is held about the accounts of a panel, see ops.reconcile_panel. Returns how many accounts it concerns. Raises TK070 without the permission panels.';
