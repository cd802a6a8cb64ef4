create or replace function admin.resend_access(
  p_telegram_id bigint, p_subscription_id bigint, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'keys', p_reason);
  return jsonb_build_object('outcome', ops.resend_access(p_subscription_id, p_reason));
end
$$;
comment on function admin.resend_access(bigint, bigint, text) is
  'Has the panels set an access up once more, and sends its customer the way to it. outcome: of ops.resend_access. Raises TK070 without the permission keys.';
