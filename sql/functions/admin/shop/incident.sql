create or replace function admin.incident(p_telegram_id bigint) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'incidents');
  return nullif(app.setting('incident'), 'null');
end
$$;
comment on function admin.incident(bigint) is
  'Returns what is said above the menu, by language; null for nothing. Raises TK070 without the permission incidents.';
