create or replace function admin.act_on_withdrawal(
  p_telegram_id bigint, p_withdrawal_id bigint, p_act text, p_reason text default null
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin_id constant bigint := app.act_as_admin(p_telegram_id, 'withdrawals', p_reason);
begin
  return jsonb_build_object(
    'outcome', billing.act_on_withdrawal(p_withdrawal_id, p_act, v_admin_id, p_telegram_id, p_reason)
  );
end
$$;
comment on function admin.act_on_withdrawal(bigint, bigint, text, text) is
  'Does what an admin decided about a withdrawal; p_act and outcome: see billing.act_on_withdrawal. Raises TK070 without the permission withdrawals.';
