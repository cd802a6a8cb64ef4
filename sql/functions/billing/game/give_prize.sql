create or replace function billing.give_prize(p_throw billing.throws) returns billing.throws
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_throw billing.throws := p_throw;
  v_prize billing.game_prizes;
  v_subscription billing.subscriptions;
begin
  select p.* into v_prize from billing.game_prizes as p where p.dice_value = p_throw.value;
  if not found or exists (select from app.users as u where u.id = p_throw.user_id and u.deleted_at is not null) then
    return v_throw;
  end if;
  v_throw.prize := v_prize.prize;
  v_throw.amount := v_prize.amount;
  case v_prize.prize
    when 'days' then
      select s.* into v_subscription from billing.subscriptions as s where s.id = p_throw.subscription_id;
      v_throw.period_number := billing.grant_until(
        v_subscription, p_throw.user_id,
        greatest(v_subscription.ends_at, app.now()) + make_interval(secs => v_prize.amount * 86400), 'system'
      );
    when 'bonus' then
      v_throw.transfer_id := ledger.post(
        'prize',
        format('throw:%s', p_throw.id),
        array[
          (ledger.account(null, 'promo_expense', v_prize.currency), -v_prize.amount)::ledger.leg,
          (ledger.account(p_throw.user_id, 'bonus', v_prize.currency), v_prize.amount)::ledger.leg
        ]
      );
    else
      perform set_config('tickover.by_rule', '1', true);
      insert into billing.personal_prices as q (user_id, kind, percent, valid, reason)
      values (
        p_throw.user_id, 'offer', v_prize.amount::integer,
        tstzrange(app.now(), app.now() + make_interval(secs => v_prize.offer_days * 86400)), format('throw %s', p_throw.id)
      )
      returning q.id into v_throw.personal_price_id;
      perform set_config('tickover.by_rule', '', true);
  end case;
  return v_throw;
end
$$;
comment on function billing.give_prize(billing.throws) is
  'Gives what a throw with its value wins (billing.game_prizes), and returns the throw with its prize. The caller holds the user''s locks and calls it once.';
