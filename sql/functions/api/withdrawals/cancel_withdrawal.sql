create or replace function api.cancel_withdrawal(p_telegram_id bigint, p_withdrawal_id bigint)
returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query select billing.cancel_withdrawal(app.user_of(p_telegram_id), p_withdrawal_id);
end
$$;
comment on function api.cancel_withdrawal(bigint, bigint) is
  'Takes a withdrawal back that nobody has approved, see billing.cancel_withdrawal. Raises TK010 for an unknown user.';
