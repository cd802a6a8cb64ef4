create or replace function admin.return_code_use(
  p_telegram_id bigint, p_user_id bigint, p_code text, p_reason text, p_request uuid default gen_random_uuid()
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'promo', p_reason);
  return ops.return_code_use(p_user_id, p_code, p_reason, p_request);
end
$$;
comment on function admin.return_code_use(bigint, bigint, text, text, uuid) is
  'Gives a customer the use of a promo code back, once for each p_request, see ops.return_code_use. Raises TK070 without the permission promo.';
