create or replace function admin.debit(
  p_telegram_id bigint, p_user_id bigint, p_amount bigint, p_reason text, p_tell boolean, p_request uuid
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'money', p_reason);
  return ops.debit(p_user_id, p_amount, p_reason, p_tell, p_request);
end
$$;
comment on function admin.debit(bigint, bigint, bigint, text, boolean, uuid) is
  'Takes money (minor units of his currency) from a customer''s balance, see ops.debit. Raises TK070 without the permission money.';
