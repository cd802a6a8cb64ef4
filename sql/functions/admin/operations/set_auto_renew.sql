create or replace function admin.set_auto_renew(
  p_telegram_id bigint, p_user_id bigint, p_enabled boolean, p_reason text, p_tell boolean, p_request uuid,
  p_subscription_id bigint default null
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'time', p_reason);
  return ops.set_auto_renew(p_user_id, p_enabled, p_reason, p_tell, p_request, p_subscription_id);
end
$$;
comment on function admin.set_auto_renew(bigint, bigint, boolean, text, boolean, uuid, bigint) is
  'Switches a customer''s auto-renewal, see ops.set_auto_renew. Raises TK070 without the permission time.';
