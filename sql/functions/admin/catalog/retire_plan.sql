create or replace function admin.retire_plan(
  p_telegram_id bigint, p_code text, p_keep_renewing boolean, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'catalog', p_reason);
  perform app.give_reason(p_reason);
  return ops.retire_plan(p_code, p_keep_renewing);
end
$$;
comment on function admin.retire_plan(bigint, text, boolean, text) is
  'Stops selling a plan, see ops.retire_plan. Raises TK070 without the permission catalog.';
