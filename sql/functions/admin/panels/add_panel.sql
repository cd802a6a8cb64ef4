create or replace function admin.add_panel(
  p_telegram_id bigint, p_code text, p_kind text, p_url text, p_values jsonb, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels', p_reason);
  return ops.add_panel(p_code, p_kind, p_url, p_values, p_reason);
end
$$;
comment on function admin.add_panel(bigint, text, text, text, jsonb, text) is
  'Adds a panel, see ops.add_panel. Raises TK070 without the permission panels.';
