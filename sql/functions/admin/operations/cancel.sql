create or replace function admin.cancel(
  p_telegram_id bigint, p_user_id bigint, p_reason text, p_tell boolean, p_request uuid,
  p_subscription_id bigint default null
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'time', p_reason);
  return ops.cancel(p_user_id, p_reason, p_tell, p_request, p_subscription_id);
end
$$;
comment on function admin.cancel(bigint, bigint, text, boolean, uuid, bigint) is
  'Ends a customer''s subscription at the end of what is paid, see ops.cancel. Raises TK070 without the permission time.';
