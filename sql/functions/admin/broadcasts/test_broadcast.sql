create or replace function admin.test_broadcast(p_telegram_id bigint, p_id bigint) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin_id constant bigint := app.act_as_admin(p_telegram_id, 'broadcasts');
begin
  return broadcast.test(p_id, v_admin_id);
end
$$;
comment on function admin.test_broadcast(bigint, bigint) is
  'Sends each text of a broadcast to the caller. Returns how many. Raises TK070 without the permission broadcasts.';
