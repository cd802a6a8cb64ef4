create or replace function admin.unblock(
  p_telegram_id bigint, p_user_id bigint, p_reason text, p_tell boolean
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'blocking', p_reason);
  return jsonb_build_object('outcome', ops.unblock_user(p_user_id, p_reason, p_tell));
end
$$;
comment on function admin.unblock(bigint, bigint, text, boolean) is
  'Takes a customer off the blacklist. outcome: of ops.unblock_user. Raises TK070 without the permission blocking.';
