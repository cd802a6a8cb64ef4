-- The counterpart of billing.credit. It also books what the provider of a payment took back from the shop (a
-- chargeback). That payment can then not be sent back a second time, whether or not the balance still covers it. The
-- payment was the user's own money, so neither a bonus nor what was earned by bringing others covers it.
create or replace function billing.debit(
  p_user_id bigint,
  p_amount bigint,
  p_request uuid,
  p_actor text,
  p_reason text,
  p_tell boolean default true,
  p_payment_id bigint default null
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_currency text := billing.currency_of(p_user_id);
  v_result jsonb := billing.begin_operation(
    p_request, 'debit', p_user_id,
    jsonb_strip_nulls(jsonb_build_object('amount', p_amount, 'payment_id', p_payment_id)), p_actor, p_reason
  );
  v_outcome text;
begin
  if v_result is not null then
    return v_result;
  end if;

  perform billing.lock_user(p_user_id);
  v_outcome := case
    when p_payment_id is not null and not exists (
      select from billing.refundable_payments as r where r.payment_id = p_payment_id and r.user_id = p_user_id
    ) then 'unknown_payment'
    when coalesce(p_amount, 0) <= 0 then 'amount_out_of_range'
    when p_amount > case
      when p_payment_id is null then billing.balance_of(p_user_id, v_currency)
      else billing.cash_of(p_user_id, v_currency)
    end then 'insufficient_funds'
    else 'debited'
  end;
  if v_outcome = 'debited' then
    perform ledger.post(
      'debit',
      format('request:%s', p_request),
      case
        when p_payment_id is null then billing.spend_plan(p_user_id, v_currency, p_amount)
        else array[(ledger.account(p_user_id, 'cash', v_currency), -p_amount)::ledger.leg]
      end || (ledger.account(null, 'promo_expense', v_currency), p_amount)::ledger.leg,
      p_reason
    );
    if p_tell then
      perform billing.notify_operation(p_user_id, 'debited-by-hand', p_reason, p_amount, v_currency);
    end if;
  end if;
  v_result := billing.end_operation(p_request, jsonb_build_object(
    'outcome', v_outcome,
    'currency', v_currency,
    'balance', billing.balance_of(p_user_id, v_currency)
  ));
  if p_payment_id is not null and v_outcome in ('debited', 'insufficient_funds') then
    perform billing.recheck_rewards(p_payment_id);
  end if;
  return v_result;
end
$$;
comment on function billing.debit(bigint, bigint, uuid, text, text, boolean, bigint) is
  'Takes p_amount (minor units of the user''s currency) from a user''s balance. p_payment_id: the payment of this user that its provider took back, null for none; from then on it cannot be sent back (billing.refundable_payments). outcome: debited, insufficient_funds, amount_out_of_range or unknown_payment; balance: after the operation. Raises TK010, TK061, TK062, see billing.begin_operation.';
