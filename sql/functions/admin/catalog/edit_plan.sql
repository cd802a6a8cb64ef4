create or replace function admin.edit_plan(p_telegram_id bigint, p_code text, p_changes jsonb, p_reason text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'catalog', p_reason);
  return ops.edit_plan(p_code, p_changes, p_reason);
end
$$;
comment on function admin.edit_plan(bigint, text, jsonb, text) is
  'Changes a plan, see ops.edit_plan. Raises TK070 without the permission catalog.';
