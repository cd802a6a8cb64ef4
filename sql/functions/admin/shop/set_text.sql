create or replace function admin.set_text(
  p_telegram_id bigint, p_name text, p_locale text, p_text text, p_reason text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'settings', p_reason);
  return ops.set_text(p_name, p_locale, p_text, p_reason);
end
$$;
comment on function admin.set_text(bigint, text, text, text, text) is
  'Replaces a text, or takes ours again (null), see ops.set_text. Raises TK070 without the permission settings.';
