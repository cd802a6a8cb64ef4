create or replace function admin.block(
  p_telegram_id bigint, p_user_id bigint, p_reason text, p_tell boolean
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'blocking', p_reason);
  return jsonb_build_object('outcome', ops.block_user(p_user_id, p_reason, p_tell));
end
$$;
comment on function admin.block(bigint, bigint, text, boolean) is
  'Puts a customer on the blacklist. outcome: of ops.block_user. Raises TK070 without the permission blocking.';
