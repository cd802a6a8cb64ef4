create or replace function admin.edit_notice_rule(
  p_telegram_id bigint, p_name text, p_changes jsonb, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'settings', p_reason);
  return ops.edit_notice_rule(p_name, p_changes, p_reason);
end
$$;
comment on function admin.edit_notice_rule(bigint, text, jsonb, text) is
  'Changes a notice rule, see ops.edit_notice_rule. Raises TK070 without the permission settings.';
