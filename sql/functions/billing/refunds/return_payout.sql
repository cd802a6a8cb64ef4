-- The provider has money again that had been sent back: the payer's card is closed, or the bank does not accept it. So
-- the payer gets it on the balance and is told that the earlier message no longer holds, and the admins look for
-- another way. What the shop had paid of it, because the balance was short (billing.note_refunded), is the shop's
-- again.
create or replace function billing.return_payout(
  p_refund_id bigint, p_actor text, p_reason text, p_external_id text default null
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payout billing.refunds;
  v_payment billing.payments;
  v_gross record;
  v_lost bigint;
begin
  perform billing.lock_user(r.user_id) from billing.refunds as r where r.id = p_refund_id;
  select r.* into v_payout
  from billing.refunds as r
  where r.id = p_refund_id and r.payment_id is not null
  for no key update;
  if not found then
    return 'unknown';
  elsif v_payout.status <> 'done' then
    return case v_payout.status when 'sending' then 'not_sent' else 'already_failed' end;
  end if;
  select p.* into v_payment from billing.payments as p where p.id = v_payout.payment_id;
  select g.* into v_gross from billing.gross_of_refund(v_payout) as g;
  update billing.refunds as r
  set
    status = 'failed',
    external_id = coalesce(r.external_id, p_external_id),
    returned_by = ledger.post(
      'payout_returned',
      format('payout_returned:%s', v_payout.cause),
      billing.provider_legs(v_payment.provider, -v_gross.amount, v_gross.currency, -v_payout.amount, v_payout.currency)
      || (ledger.account(v_payout.user_id, 'cash', v_payout.currency), v_payout.amount)::ledger.leg,
      p_reason
    )
  where r.id = p_refund_id;

  select -e.amount into v_lost
  from ledger.transfers as t
  join ledger.entries as e on e.transfer_id = t.id
  where t.idempotency_key = format('loss:%s', v_payout.cause) and e.amount < 0;
  if found then
    perform ledger.post(
      'loss',
      format('loss_returned:%s', v_payout.cause),
      array[
        (ledger.account(v_payout.user_id, 'cash', v_payout.currency), -v_lost)::ledger.leg,
        (ledger.account(null, 'losses', v_payout.currency), v_lost)::ledger.leg
      ]
    );
  end if;
  perform billing.give_up(v_payout.user_id);
  perform billing.recheck_rewards(v_payout.payment_id);
  -- The user asked for this money, so no renewal takes it unannounced.
  perform billing.unannounce(s.id)
  from billing.subscriptions as s
  where s.user_id = v_payout.user_id and s.status = 'active';
  perform app.record(
    p_actor, 'payout.returned', 'refund', p_refund_id, '{"status": "done"}', '{"status": "failed"}', p_reason
  );
  perform billing.notify_operation(
    v_payout.user_id, 'payout-returned', null, v_payout.amount - coalesce(v_lost, 0), v_payout.currency
  )
  where v_payout.amount > coalesce(v_lost, 0);
  perform app.notify_admins(
    'admin-refund-returned',
    jsonb_build_object(
      'refund', p_refund_id::text,
      'provider', v_payment.provider,
      'payment', v_payment.id::text,
      'amount', jsonb_build_object('money', v_payout.amount, 'currency', v_payout.currency),
      'reason', p_reason
    )
  );
  return 'returned';
end
$$;
comment on function billing.return_payout(bigint, text, text, text) is
  'Books that a refund which had been sent came back to the provider''s account: the money is on the balance again, the user and the admins are told, and the next charge is announced to the user again. p_external_id: the provider''s id of the refund, if we have none. Returns returned, already_failed, not_sent, or unknown (no such payout).';
