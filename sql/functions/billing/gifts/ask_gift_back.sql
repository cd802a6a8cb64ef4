create or replace function billing.ask_gift_back(
  p_user_id bigint,
  p_gift_id bigint,
  out outcome text,
  out amount bigint,
  out currency text,
  out balance bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_gift billing.gifts;
begin
  perform billing.lock_users(billing.parties_of(p_user_id));
  select g.* into v_gift
  from billing.gifts as g
  where g.id = p_gift_id and g.payer_id = p_user_id
  for no key update;
  outcome := case
    when v_gift.id is null then 'unknown'
    when v_gift.status = 'unused' then 'returned'
    when v_gift.status = 'returned' then 'already_returned'
    else 'taken'
  end;
  if outcome = 'returned' then
    v_gift := billing.return_gift(v_gift, 'asked', format('user:%s', p_user_id));
    -- The user asked for this money, so no renewal takes it unannounced.
    perform billing.unannounce(s.id)
    from billing.subscriptions as s
    where s.user_id = p_user_id and s.status = 'active';
  end if;
  amount := v_gift.amount;
  currency := v_gift.currency;
  balance := billing.balance_of(p_user_id, coalesce(currency, billing.currency_of(p_user_id)));
end
$$;
comment on function billing.ask_gift_back(bigint, bigint) is
  'Gives a payer the money of an unused gift back to the balance. outcome: returned, already_returned, taken (somebody took it: support can refund it) or unknown (none, or another payer''s); amount and the balance then, minor units.';
