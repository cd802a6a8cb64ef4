-- The money goes back to the accounts that paid, as much to each as it had paid: bonus stays bonus. Nobody could spend
-- what comes to a deleted account: it is given up, as when the account was deleted (billing.close_account).
create or replace function billing.return_gift(p_gift billing.gifts, p_reason text, p_actor text) returns billing.gifts
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_legs ledger.leg[];
  v_gift billing.gifts;
begin
  select array_agg((e.account_id, -e.amount)::ledger.leg) into v_legs
  from ledger.entries as e
  where e.transfer_id = p_gift.transfer_id;
  update billing.gifts as g
  set
    status = 'returned', settled_at = app.now(), return_reason = p_reason,
    settled_by = ledger.post('gift_returned', format('gift_returned:%s', g.id), v_legs)
  where g.id = p_gift.id
  returning g.* into v_gift;
  perform app.record(
    p_actor, 'gift.returned', 'gift', p_gift.id, '{"status": "unused"}',
    jsonb_build_object('status', 'returned', 'return_reason', p_reason)
  );
  if exists (select from app.users as u where u.id = p_gift.payer_id and u.deleted_at is not null) then
    perform ledger.post(
      'given_up',
      format('given_up:gift:%s', p_gift.id),
      billing.spend_plan(p_gift.payer_id, p_gift.currency, p_gift.amount)
      || (ledger.account(null, 'promo_expense', p_gift.currency), p_gift.amount)::ledger.leg
    );
  end if;
  return v_gift;
end
$$;
comment on function billing.return_gift(billing.gifts, text, text) is
  'Gives the money of an unused gift back to its payer; p_reason: see billing.gifts.return_reason. Returns the gift. The caller holds the payer''s locks.';
