create or replace function admin.add_plan(p_telegram_id bigint, p_code text, p_values jsonb, p_reason text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'catalog', p_reason);
  return ops.add_plan(p_code, p_values, p_reason);
end
$$;
comment on function admin.add_plan(bigint, text, jsonb, text) is
  'Adds a plan, see ops.add_plan. Raises TK070 without the permission catalog.';
