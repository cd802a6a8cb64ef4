create or replace function billing.debit(
  p_user_id bigint,
  p_amount bigint,
  p_request uuid,
  p_actor text,
  p_reason text,
  p_tell boolean default true
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_currency text := billing.currency_of(p_user_id);
  v_result jsonb := billing.begin_operation(
    p_request, 'debit', p_user_id, jsonb_build_object('amount', p_amount), p_actor, p_reason
  );
  v_outcome text;
begin
  if v_result is not null then
    return v_result;
  end if;

  perform billing.lock_user(p_user_id);
  v_outcome := case
    when coalesce(p_amount, 0) <= 0 then 'amount_out_of_range'
    when p_amount > billing.balance_of(p_user_id, v_currency) then 'insufficient_funds'
    else 'debited'
  end;
  if v_outcome = 'debited' then
    perform ledger.post(
      'debit',
      format('request:%s', p_request),
      billing.spend_plan(p_user_id, v_currency, p_amount)
      || (ledger.account(null, 'promo_expense', v_currency), p_amount)::ledger.leg,
      p_reason
    );
    if p_tell then
      perform billing.notify_operation(p_user_id, 'debited-by-hand', p_reason, p_amount, v_currency);
    end if;
  end if;
  return billing.end_operation(p_request, jsonb_build_object(
    'outcome', v_outcome,
    'currency', v_currency,
    'balance', billing.balance_of(p_user_id, v_currency)
  ));
end
$$;
comment on function billing.debit(bigint, bigint, uuid, text, text, boolean) is
  'Takes p_amount (minor units of his currency) from a user''s balance, the counterpart of billing.credit. outcome: debited, insufficient_funds or amount_out_of_range; balance after it. Raises TK010, TK061, TK062, see billing.begin_operation.';
