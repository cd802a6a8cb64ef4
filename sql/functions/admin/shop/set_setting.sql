create or replace function admin.set_setting(p_telegram_id bigint, p_name text, p_value jsonb, p_reason text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'settings', p_reason);
  if exists (select from app.flags as f where f.name = p_name) then
    return jsonb_build_object('outcome', ops.set_flag(p_name, (p_value = 'true'), p_reason));
  end if;
  return ops.set_setting(p_name, p_value, p_reason);
end
$$;
comment on function admin.set_setting(bigint, text, jsonb, text) is
  'Changes a setting, or a flag (true or false), see ops.set_setting and ops.set_flag. Raises TK070 without the permission settings.';
