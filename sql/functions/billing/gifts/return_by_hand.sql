create or replace function billing.return_by_hand(p_gift_id bigint, p_actor text, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_gift billing.gifts;
begin
  perform billing.require_reason(p_reason, 'Say why, in the payer''s language: the payer reads it.');
  perform billing.lock_users(array[g.payer_id]) from billing.gifts as g where g.id = p_gift_id;
  select g.* into v_gift from billing.gifts as g where g.id = p_gift_id for no key update;
  if v_gift.id is null then
    return 'unknown';
  elsif v_gift.status <> 'unused' then
    return v_gift.status;
  end if;
  v_gift := billing.return_gift(v_gift, 'operator', p_actor, p_reason);
  perform billing.give_up(v_gift.payer_id);
  perform billing.unannounce(s.id)
  from billing.subscriptions as s
  where s.user_id = v_gift.payer_id and s.status = 'active';
  perform billing.notify_operation(v_gift.payer_id, 'refunded-gift', p_reason, v_gift.amount, v_gift.currency);
  return 'now_returned';
end
$$;
comment on function billing.return_by_hand(bigint, text, text) is
  'Gives the money of an unused gift back to its payer, whose link then opens nothing, and tells him why. Returns now_returned, its status when somebody took it or it went back before (redeemed: refund its period, see billing.refund; returned), or unknown. Raises TK061 without a reason.';
