create or replace function admin.compare_broadcast(
  p_telegram_id bigint, p_id bigint, p_b_share integer, p_days integer, p_reason text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'broadcasts', p_reason);
  return broadcast.compare(p_id, p_b_share, p_days, p_reason);
end
$$;
comment on function admin.compare_broadcast(bigint, bigint, integer, integer, text) is
  'See broadcast.compare. Raises TK070 without the permission broadcasts.';
