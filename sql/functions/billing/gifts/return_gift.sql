-- The money goes back to the accounts that paid, as much to each as it had paid: bonus stays bonus.
create or replace function billing.return_gift(
  p_gift billing.gifts, p_reason text, p_actor text, p_why text default null
) returns billing.gifts
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
    jsonb_build_object('status', 'returned', 'return_reason', p_reason), p_why
  );
  return v_gift;
end
$$;
comment on function billing.return_gift(billing.gifts, text, text, text) is
  'Gives the money of an unused gift back to its payer; p_reason: see billing.gifts.return_reason; p_why: an operator''s words, for the audit. Returns the gift. The caller holds the payer''s locks, and calls billing.give_up in the end: he may have deleted his account.';
