create or replace function admin.providers(p_telegram_id bigint) returns setof ops.providers
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'settings');
  return query select * from ops.providers;
end
$$;
comment on function admin.providers(bigint) is
  'Returns the providers of payments, see ops.providers. Raises TK070 without the permission settings.';
