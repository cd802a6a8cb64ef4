create or replace function ops.return_gift(p_gift_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.return_by_hand(p_gift_id, app.actor(), p_reason)
$$;
comment on function ops.return_gift(bigint, text) is
  'Gives the money of a gift that nobody has taken back to its payer, see billing.return_by_hand. p_reason: the payer reads it. Returns now_returned, redeemed (ops.refund gives the money of a taken gift back), returned (it was before) or unknown. Raises TK061 without a reason.';
