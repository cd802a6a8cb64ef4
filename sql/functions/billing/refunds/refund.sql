-- Refunds money of a paid period and takes back the time that it paid for, from the end: for a partial refund that
-- part of the period's length, for a full one all of it, but never time that is past. The length is computed from all
-- refunds of the period together, so that parts add up to the whole.
--
-- Somebody who got back everything that was paid last does not want to pay it again. So a full refund is also a
-- decision about renewal, and cancels what is left, unless the operator says otherwise.
create or replace function billing.refund(
  p_subscription_id bigint,
  p_number integer,
  p_amount bigint,
  p_destination text,
  p_request uuid,
  p_actor text,
  p_reason text,
  p_tell boolean default true,
  p_ends_renewal boolean default true
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_period billing.paid_periods;
  v_amount bigint;
  v_cash bigint;
  v_refundable bigint;
  v_cause text := format('request:%s', p_request);
  v_outcome text;
  v_result jsonb;
begin
  select p.* into v_period
  from billing.paid_periods as p
  where p.subscription_id = p_subscription_id and p.number = p_number;
  if not found then
    return '{"outcome": "not_paid"}'::jsonb;
  end if;
  v_result := billing.begin_operation(
    p_request, 'refund', v_period.payer_id,
    jsonb_build_object(
      'subscription_id', p_subscription_id, 'period_number', p_number, 'amount', p_amount,
      'destination', p_destination
    )
    || case when p_ends_renewal then '{}'::jsonb else '{"ends_renewal": false}' end,
    p_actor, p_reason
  );
  if v_result is not null then
    return v_result;
  end if;

  perform billing.lock_users(array[v_period.user_id, v_period.payer_id]);
  select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
  select p.* into v_period
  from billing.paid_periods as p
  where p.subscription_id = p_subscription_id and p.number = p_number;
  v_amount := coalesce(p_amount, v_period.charged - v_period.refunded);
  v_cash := billing.cash_of_refund(v_period, v_amount, v_cause);
  v_refundable := billing.refundable_to_source(v_period, v_amount, v_cash);
  v_outcome := case
    when p_destination is null or p_destination not in ('balance', 'source') then 'no_such_destination'
    when v_period.refunded = v_period.charged then 'already_refunded'
    when v_amount <= 0 then 'amount_out_of_range'
    when v_amount > v_period.charged - v_period.refunded then 'exceeds_charge'
    when p_destination = 'source' and v_amount > v_refundable then 'exceeds_payments'
    else 'refunded'
  end;
  v_result := jsonb_build_object(
    'outcome', v_outcome,
    'currency', v_period.currency,
    'charged', v_period.charged,
    'refunded', v_period.refunded
  );
  if v_outcome = 'exceeds_payments' then
    v_result := v_result || jsonb_build_object('refundable', v_refundable);
  elsif v_outcome = 'refunded' then
    perform billing.refund_period(p_subscription_id, p_number, v_amount, v_cause, p_actor, p_reason);
    if v_subscription.status = 'active' then
      v_subscription := billing.take_refunded(
        v_subscription, v_period, v_amount, p_ends_renewal and v_period.payer_id = v_period.user_id, p_actor, p_reason
      );
    end if;
    if p_destination = 'source' then
      v_result := v_result || jsonb_build_object(
        'refund_ids',
        billing.hold_payouts(v_period.payer_id, v_amount, v_period.currency, v_cause, p_actor, p_reason)
      );
    end if;
    perform billing.cover_refunded(v_period.payer_id, p.created_at, v_cash, v_period.currency)
    from billing.periods as p
    where p_destination = 'balance' and p.subscription_id = p_subscription_id and p.number = p_number;
    perform billing.give_up(v_period.payer_id);
    -- What comes back of a gift comes unasked, so no renewal of its payer takes it unannounced.
    perform billing.unannounce(s.id)
    from billing.subscriptions as s
    where p_destination = 'balance'
      and v_period.payer_id <> v_period.user_id
      and s.user_id = v_period.payer_id
      and s.status = 'active';
    if p_tell then
      perform billing.notify_refund(v_period, v_amount, p_destination, p_reason);
    end if;
    v_result := v_result || jsonb_build_object(
      'amount', v_amount,
      'refunded', v_period.refunded + v_amount,
      'balance', billing.balance_of(v_period.payer_id, v_period.currency),
      'status', v_subscription.status,
      'renews', (billing.next_charge(v_subscription)).at is not null,
      'ends_at', v_subscription.ends_at
    ) || case when p_tell then '{}'::jsonb else '{"silent": true}' end;
  end if;
  return billing.end_operation(p_request, v_result);
end
$$;
comment on function billing.refund(bigint, integer, bigint, text, uuid, text, text, boolean, boolean) is
  'Refunds p_amount (minor units; null: all that is left) of a paid period and takes back the time that it paid for; if that is everything that was paid last, it cancels the subscription, unless p_ends_renewal is false. The payer gets the money; if it was a gift, its user is told as well. p_destination: balance, or source, then the money is held to be sent back (ops.refunds_to_send). outcome: refunded (silent: true if the user gets no message), not_paid (no such paid period), already_refunded, exceeds_charge (charged, refunded so far), exceeds_payments (refundable: how much of it can go to the payer''s payments: what they have left, less what was spent of it and what other accounts than cash paid, and no part of a payment that goes back only as a whole), amount_out_of_range or no_such_destination. Raises TK061, TK062, see billing.begin_operation.';
