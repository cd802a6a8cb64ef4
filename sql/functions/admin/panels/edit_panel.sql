create or replace function admin.edit_panel(
  p_telegram_id bigint, p_panel text, p_changes jsonb, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels', p_reason);
  return ops.edit_panel(p_panel, p_changes, p_reason);
end
$$;
comment on function admin.edit_panel(bigint, text, jsonb, text) is
  'Changes a panel, see ops.edit_panel. Raises TK070 without the permission panels.';
