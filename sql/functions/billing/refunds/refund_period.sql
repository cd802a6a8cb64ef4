-- Gives back money of one period, to the accounts that paid, and nothing else. The caller decides what that means for
-- the user's time (billing.end_at), because it differs between undelivered access, a change of plan and a refund by
-- hand. The trigger of billing.refunds checks the amounts.
create or replace function billing.refund_period(
  p_subscription_id bigint,
  p_number integer,
  p_amount bigint,
  p_cause text,
  p_actor text,
  p_reason text
) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
  v_currency text;
  v_transfer_id bigint;
  v_refund billing.refunds;
begin
  select p.payer_id, p.currency::text into v_user_id, v_currency
  from billing.paid_periods as p
  where p.subscription_id = p_subscription_id and p.number = p_number;
  if not found then
    raise exception using
      errcode = 'TK060',
      message = format('period %s of subscription %s was not paid for', p_number, p_subscription_id),
      hint = 'select subscription_id, number from billing.periods where kind = ''paid''';
  end if;

  v_transfer_id := ledger.post(
    'refund',
    format('refund:%s', p_cause),
    (ledger.account(null, 'revenue', v_currency), -p_amount)::ledger.leg
    || billing.refund_plan(p_subscription_id, p_number, p_amount, p_cause),
    p_reason
  );
  insert into billing.refunds as r (
    cause, user_id, subscription_id, period_number, amount, currency, status, transfer_id, actor, reason,
    created_at
  )
  values (
    p_cause, v_user_id, p_subscription_id, p_number, p_amount, v_currency, 'done', v_transfer_id, p_actor,
    p_reason, app.now()
  )
  on conflict (cause) do nothing
  returning r.* into v_refund;
  if found then
    perform billing.after_refund(v_refund);
  else
    select r.* into v_refund from billing.refunds as r where r.cause = p_cause;
  end if;
  return v_refund.id;
end
$$;
comment on function billing.refund_period(bigint, integer, bigint, text, text, text) is
  'Moves p_amount (minor units) of a paid period from revenue to the accounts that paid for it, see billing.refund_plan; takes no time back. Returns the id in billing.refunds: that of the first refund if p_cause was refunded before. Raises TK003 if p_cause comes with another amount, TK034 above what was paid less what was refunded, TK060 for a period that was not paid. The caller holds the payer''s locks.';
