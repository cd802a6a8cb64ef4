create or replace function billing.give_promo(
  p_code billing.promo_codes, p_user_id bigint, p_request uuid
) returns billing.promo_uses
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_use billing.promo_uses;
begin
  if not billing.take_promo_use(p_code.id) then
    return null;
  end if;
  insert into billing.promo_uses as u (code_id, user_id, number, state, request, reserved_at, redeemed_at)
  select p_code.id, p_user_id, min(n.n), 'redeemed', p_request, app.now(), app.now()
  from generate_series(1, p_code.uses_per_user) as n (n)
  where not exists (
    select from billing.promo_uses as o where o.code_id = p_code.id and o.user_id = p_user_id and o.number = n.n
  )
  returning u.* into v_use;

  case p_code.kind
    when 'balance' then
      v_use.transfer_id := ledger.post(
        'promo',
        format('promo:%s', v_use.id),
        array[
          (ledger.account(null, 'promo_expense', p_code.currency), -p_code.amount)::ledger.leg,
          (ledger.account(p_user_id, 'bonus', p_code.currency), p_code.amount)::ledger.leg
        ]
      );
    when 'days' then
      select g.* into v_use.subscription_id, v_use.period_number
      from billing.give_promo_days(p_user_id, p_code.days) as g;
    when 'trial' then
      perform billing.give_trial(p_user_id, p_code.hours);
      select s.id, s.period_number into v_use.subscription_id, v_use.period_number
      from billing.subscriptions as s
      where s.user_id = p_user_id;
  end case;
  update billing.promo_uses as u
  set
    transfer_id = v_use.transfer_id,
    subscription_id = v_use.subscription_id,
    period_number = v_use.period_number
  where u.id = v_use.id;
  perform app.record(
    format('user:%s', p_user_id), 'promo_code.given', 'user', p_user_id, null, to_jsonb(v_use) - '{user_id}'::text[]
  );
  if p_code.kind = 'balance' then
    perform billing.apply_new_funds(p_user_id);
  end if;
  return v_use;
end
$$;
comment on function billing.give_promo(billing.promo_codes, bigint, uuid) is
  'Gives a user what a promo code of the kinds days, balance or trial gives, and counts the use; null when none is left. Bonus buys what waits for money. The caller holds the user''s locks and has checked billing.promo_fits.';
