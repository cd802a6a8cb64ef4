create or replace function admin.set_provider(
  p_telegram_id bigint, p_name text, p_enabled boolean, p_reason text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'settings', p_reason);
  return ops.set_provider(p_name, p_enabled, p_reason);
end
$$;
comment on function admin.set_provider(bigint, text, boolean, text) is
  'Offers a provider or not, see ops.set_provider. Raises TK070 without the permission settings.';
