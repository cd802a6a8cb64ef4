-- A provider that says why a refund failed names either the payer's fault (a closed card) or ours: the shop's account
-- there has too little. The second passes: the money stays held and the refund is sent again, with another key, because
-- the first one has its answer. Each time an admin hears why.
create or replace function billing.refund_failed(p_refund_id bigint, p_reason text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_refund billing.refunds;
  v_again timestamptz;
begin
  select r.* into v_refund
  from billing.refunds as r
  where r.id = p_refund_id and r.status = 'sending'
  for no key update;
  if not found then
    return;
  end if;
  if p_reason in ('insufficient_funds', 'rejected_by_timeout') and v_refund.attempt < 12 then
    v_again := app.now() + interval '6 hours';
    update billing.refunds as r
    set attempt = r.attempt + 1, external_id = null, fetch_at = v_again
    where r.id = p_refund_id;
  else
    perform billing.settle_payout(p_refund_id, false, 'provider', p_reason);
  end if;
  perform app.notify_admins(
    case when v_again is null then 'admin-refund-failed' else 'admin-refund-waits' end,
    jsonb_build_object(
      'refund', p_refund_id::text,
      'provider', p.provider,
      'payment', p.id::text,
      'amount', jsonb_build_object('money', v_refund.amount, 'currency', v_refund.currency),
      'reason', p_reason,
      'at', jsonb_build_object('time', v_again)
    )
  )
  from billing.payments as p
  where p.id = v_refund.payment_id;
end
$$;
comment on function billing.refund_failed(bigint, text) is
  'Takes a refund that its provider did not send, and why: sent again in six hours, at most twelve times, if that was the shop''s fault, else the money is on the balance again; the admins are told. Does nothing for one that is settled.';
