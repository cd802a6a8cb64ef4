create or replace function admin.texts(p_telegram_id bigint) returns setof ops.texts
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'settings');
  return query select * from ops.texts;
end
$$;
comment on function admin.texts(bigint) is
  'Returns what the shop may write itself, and has written, see ops.texts. Raises TK070 without the permission settings.';
