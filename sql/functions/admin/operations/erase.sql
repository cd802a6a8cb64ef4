create or replace function admin.erase(p_telegram_id bigint, p_user_id bigint, p_reason text) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'blocking', p_reason);
  return jsonb_build_object('outcome', ops.erase_identity(p_user_id, p_reason));
end
$$;
comment on function admin.erase(bigint, bigint, text) is
  'Forgets who a customer is. outcome: of ops.erase_identity. Raises TK070 without the permission blocking.';
