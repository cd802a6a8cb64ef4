-- Sends unspent balance back to the payment that it came from. What its provider sends as a whole only is not held in
-- part: nobody could send it, and the user would wait for money that is in no account of his.
create or replace function billing.payout(
  p_payment_id bigint,
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
  v_source billing.refundable_payments;
  v_balance bigint;
  v_own bigint;
  v_amount bigint;
  v_outcome text;
  v_refund_id bigint;
  v_result jsonb;
begin
  select r.* into v_source from billing.refundable_payments as r where r.payment_id = p_payment_id;
  if not found then
    return '{"outcome": "unknown_payment"}'::jsonb;
  end if;
  v_result := billing.begin_operation(
    p_request, 'payout', v_source.user_id,
    jsonb_build_object('payment_id', p_payment_id, 'amount', p_amount), p_actor, p_reason
  );
  if v_result is not null then
    return v_result;
  end if;

  perform billing.lock_user(v_source.user_id);
  select r.* into v_source from billing.refundable_payments as r where r.payment_id = p_payment_id;
  v_balance := billing.cash_of(v_source.user_id, v_source.currency);
  v_own := billing.own_money(v_source.user_id, v_source.currency);
  v_amount := coalesce(p_amount, least(v_balance, v_source.amount, v_own));
  v_outcome := case
    when v_source.amount = 0 then 'already_returned'
    when v_amount > v_source.amount then 'exceeds_payment'
    when v_amount > v_balance or v_balance = 0 then 'insufficient_funds'
    when v_amount > v_own or v_own = 0 then 'exceeds_payments'
    when v_amount <= 0 then 'amount_out_of_range'
    when v_amount < v_source.paid_amount and not v_source.parts then 'whole_only'
    else 'sending'
  end;
  if v_outcome = 'sending' then
    v_refund_id := billing.hold_payout(
      v_source.user_id, p_payment_id, v_amount, v_source.currency, format('request:%s', p_request), p_actor,
      p_reason
    );
    if p_tell then
      perform billing.notify_operation(
        v_source.user_id, 'payout-sending', p_reason, v_amount, v_source.currency
      );
    end if;
  end if;

  return billing.end_operation(p_request, jsonb_strip_nulls(jsonb_build_object(
    'outcome', v_outcome,
    'refund_id', v_refund_id,
    'amount', case when v_outcome = 'sending' then v_amount end,
    'silent', case when v_outcome = 'sending' and not p_tell then true end,
    'currency', v_source.currency,
    'balance', billing.balance_of(v_source.user_id, v_source.currency),
    'refundable', case
      when v_outcome = 'exceeds_payments' then v_own
      else v_source.amount - case when v_outcome = 'sending' then v_amount else 0 end
    end
  )));
end
$$;
comment on function billing.payout(bigint, bigint, uuid, text, text, boolean) is
  'Holds p_amount (minor units; null: all that can be) of the payer''s cash to be sent back to a payment, see ops.refunds_to_send. outcome: sending (with refund_id; silent: true if the user gets no message), already_returned, exceeds_payment (refundable: what is left of it), insufficient_funds (the balance is spent), exceeds_payments (the rest of the balance was given by hand; refundable: what was not), whole_only (the provider sends no part of a payment), amount_out_of_range or unknown_payment. Raises TK061, TK062, see billing.begin_operation.';
