-- A provider says how much of a payment has gone back in total. The part that we did not send was refunded in the
-- provider's cabinet, or taken, and we cannot undo it. It is booked once, however and however often we are told. The
-- payer's balance gives it; if that is short, what it paid for ends; what nobody covers is the shop's loss. A refund
-- that came back later counts as gone, because providers include it in the sum. A sum in another currency than was
-- paid says nothing about the rest: a person has to look.
create or replace function billing.note_refunded(
  p_provider text, p_charge_id text, p_refunded bigint, p_currency text default null
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payment billing.payments;
  v_user_id bigint;
  v_gross bigint;
  v_amount bigint;
  v_cause text;
  v_short bigint;
  v_ended bigint;
  v_reason constant text := 'given back by the provider';
begin
  perform billing.lock_charges(array[p_provider], array[p_charge_id]);
  select p.* into v_payment
  from billing.payments as p
  where p.provider = p_provider and p.external_id = p_charge_id;
  if not found or p_currency <> coalesce(v_payment.gross_currency, v_payment.currency) then
    return 'taken_back';
  end if;
  select sum(coalesce(p.gross, p.amount))::bigint into v_gross from billing.parts_of_charge(v_payment) as p;
  v_cause := format('outside:%s:%s', v_payment.id, p_refunded);
  select coalesce(v_payment.user_id, s.user_id) into v_user_id
  from (values (v_payment.id)) as p (id)
  left join billing.suspense as s on s.payment_id = p.id;
  if v_user_id is null then
    return case
      when exists (select from billing.suspense as s where s.payment_id = v_payment.id and s.resolved_at is not null)
        then 'repeated'
      -- What a dispute took may be part of that sum.
      when p_refunded < v_gross or exists (
        select
        from billing.parts_of_charge(v_payment) as p
        join billing.disputes as d on d.payment_id = p.id and d.taken_by is not null and d.returned_by is null
      ) then 'taken_back'
      when (
        select bool_or(billing.return_suspense(p.id, format('provider:%s', p_provider), v_reason) = 'returned')
        from billing.parts_of_charge(v_payment) as p
      ) then 'refunded'
      else 'taken_back'
    end;
  end if;

  perform billing.lock_users(billing.parties_of(v_user_id));
  v_amount := billing.refunded_outside(v_payment, p_refunded);
  if v_amount <= 0 then
    return 'repeated';
  end if;
  -- The shop decided it in the provider's cabinet, or the payer by a claim; no job of ours did.
  v_ended := billing.end_what_was_paid(
    v_user_id, v_payment.currency, v_amount, v_cause, format('owner:at_%s', p_provider), v_reason
  );
  v_short := v_amount - billing.cash_of(v_user_id, v_payment.currency);
  if v_short > 0 then
    perform ledger.post(
      'loss',
      format('loss:%s', v_cause),
      array[
        (ledger.account(null, 'losses', v_payment.currency), -v_short)::ledger.leg,
        (ledger.account(v_user_id, 'cash', v_payment.currency), v_short)::ledger.leg
      ]
    );
  end if;
  perform billing.book_outside(
    v_user_id, v_payment, v_amount, p_refunded, format('provider:%s', p_provider), v_reason
  );
  perform billing.give_up(v_user_id);
  if v_ended is not null then
    perform billing.notify_operation(v_user_id, 'payout-took-time', p_subscription_id => v_ended);
  end if;
  return 'refunded';
end
$$;
comment on function billing.note_refunded(text, text, bigint, text) is
  'Books what a provider refunded of a payment (its id of the charge) in addition to what we sent. p_refunded: all that has gone back so far, minor units of p_currency (null: that of the payment). Returns refunded, repeated (known already), or taken_back (no payment of ours, another currency than was paid, or one whose payer is unknown, of which a part went back, or a dispute took it): an operator looks. Takes the payer''s locks.';
