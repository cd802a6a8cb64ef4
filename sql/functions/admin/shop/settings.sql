create or replace function admin.settings(p_telegram_id bigint) returns setof ops.settings
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'settings');
  return query select * from ops.settings;
end
$$;
comment on function admin.settings(bigint) is
  'Returns all settings and flags, see ops.settings. Raises TK070 without the permission settings.';
