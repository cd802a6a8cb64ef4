-- Records what became of money that was to be sent back: sent, or refused and the user's again. An operator calls this
-- after doing it in the provider's cabinet, and so do the hooks of a provider's messages.
create or replace function billing.settle_payout(
  p_refund_id bigint,
  p_sent boolean,
  p_actor text,
  p_reason text
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payout billing.refunds;
  v_provider text;
  v_gross record;
  v_outcome text := case when p_sent then 'sent' else 'failed' end;
begin
  perform billing.lock_user(r.user_id)
  from billing.refunds as r
  where r.id = p_refund_id;
  select r.* into v_payout
  from billing.refunds as r
  where r.id = p_refund_id and r.payment_id is not null
  for no key update;
  if not found then
    return 'unknown';
  end if;
  if v_payout.status <> 'sending' then
    return case v_payout.status when 'done' then 'already_sent' else 'already_failed' end;
  end if;
  select g.* into v_gross from billing.gross_of_refund(v_payout) as g;
  select p.provider into v_provider from billing.payments as p where p.id = v_payout.payment_id;

  update billing.refunds as r
  set
    status = case when p_sent then 'done' else 'failed' end,
    fetch_at = null,
    settled_by = ledger.post(
      format('payout_%s', v_outcome),
      format('payout_%s:%s', v_outcome, v_payout.cause),
      (ledger.account(v_payout.user_id, 'refund_hold', v_payout.currency), -v_payout.amount)::ledger.leg
      || case
        when p_sent
          then billing.provider_legs(v_provider, v_gross.amount, v_gross.currency, v_payout.amount, v_payout.currency)
        else array[(ledger.account(v_payout.user_id, 'cash', v_payout.currency), v_payout.amount)::ledger.leg]
      end,
      p_reason
    )
  where r.id = p_refund_id;
  if not p_sent then
    perform billing.recheck_rewards(v_payout.payment_id);
    -- The user asked for this money, so no renewal takes it unannounced.
    perform billing.unannounce(s.id)
    from billing.subscriptions as s
    where s.user_id = v_payout.user_id and s.status = 'active';
  end if;
  perform billing.give_up(v_payout.user_id);
  perform app.record(
    p_actor, format('payout.%s', v_outcome), 'refund', p_refund_id, '{"status": "sending"}',
    jsonb_build_object('status', v_outcome), p_reason
  );
  perform billing.notify_operation(
    v_payout.user_id,
    case when p_sent then 'payout-sent' else 'payout-failed' end,
    null,
    v_payout.amount,
    v_payout.currency
  );
  return v_outcome;
end
$$;
comment on function billing.settle_payout(bigint, boolean, text, text) is
  'Ends a refund that is being sent: p_sent, or not, then the money is on the balance again; the user is told, and the next charge is announced to the user again. Returns sent, failed, already_sent, already_failed, or unknown (no such payout).';
