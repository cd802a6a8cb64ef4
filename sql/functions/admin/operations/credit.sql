create or replace function admin.credit(
  p_telegram_id bigint, p_user_id bigint, p_amount bigint, p_reason text, p_tell boolean, p_request uuid,
  p_bonus boolean
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'money', p_reason);
  return ops.credit(p_user_id, p_amount, p_reason, p_tell, p_request, p_bonus);
end
$$;
comment on function admin.credit(bigint, bigint, bigint, text, boolean, uuid, boolean) is
  'Gives a customer money of the shop (minor units of his currency), see ops.credit. Raises TK070 without the permission money.';
