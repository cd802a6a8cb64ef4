-- Makes a reward what it should be, however often and in whatever order this is called: the part of it for which money
-- of the payment is here. More is accrued on referral_pending; less is taken from there first, then from what was
-- released, and what was spent of that is owed. After the hold the part for which the money was spent is released: what
-- waits on the payer's balance could be sent back tomorrow. Whoever is on the blacklist gets nothing and loses nothing:
-- it may be a mistake, and then all goes on (billing.resume_rewards). Who deleted his account loses what is pending.
--
-- It reads what is left of the payment without the payer's locks. Whoever changes that has the reward looked at again
-- (billing.recheck_rewards), and waits at its row for this transaction, or this one does not see the row.
create or replace function billing.settle_reward(p_reward billing.referral_rewards) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reward billing.referral_rewards := p_reward;
  v_earns constant boolean := billing.can_earn(p_reward.user_id);
  v_has_left constant boolean := not exists (
    select from app.telegram_identities as i where i.user_id = p_reward.user_id
  );
  v_disputed constant boolean := exists (
    select from billing.disputes as d where d.payment_id = p_reward.payment_id and d.status = 'opened'
  );
  v_left record;
  v_due bigint;
  v_free bigint;
  v_down bigint;
  v_back bigint;
begin
  select l.* into v_left from billing.payment_left(p_reward.payment_id, p_reward.payer_id) as l;
  if p_reward.kind = 'days' then
    perform billing.settle_days(
      p_reward, v_left.stays = v_left.paid and not (v_has_left or v_reward.void),
      v_left.spent > 0 and v_earns and not v_disputed
    );
    return;
  end if;
  v_due := billing.reward_share(v_reward, v_left.stays, v_left.paid);
  v_free := case when v_reward.level = 0 then v_due else billing.reward_share(v_reward, v_left.spent, v_left.paid) end;
  if v_reward.void then
    v_due := 0;
  elsif v_has_left then
    v_due := least(v_due, v_reward.released - v_reward.taken_back - v_reward.owed);
  elsif not v_earns then
    v_due := least(v_due, v_reward.accrued - v_reward.cancelled - v_reward.taken_back - v_reward.owed);
  end if;

  v_down := greatest(v_reward.accrued - v_reward.cancelled - v_reward.taken_back - v_reward.owed - v_due, 0);
  v_back := greatest(v_down - (v_reward.accrued - v_reward.released - v_reward.cancelled), 0);
  if v_back > 0 and not app.within_brake('reward_back', 1) then
    perform billing.look_at_reward(v_reward.id, app.now() + interval '1 hour');
    return;
  end if;
  v_reward := billing.lower_reward(v_reward, v_down - v_back, v_back);
  v_reward := billing.accrue_reward(
    v_reward, v_due - (v_reward.accrued - v_reward.cancelled - v_reward.taken_back - v_reward.owed)
  );
  if v_earns and v_reward.hold_until <= app.now() and not v_disputed then
    v_reward := billing.release_reward(v_reward, v_free);
  end if;
  -- What came is told before what it covers.
  perform billing.notify_reward(p_reward, v_reward);
  perform billing.collect_owed(v_reward.user_id, v_reward.currency);
  perform billing.give_up(v_reward.user_id);
end
$$;
comment on function billing.settle_reward(billing.referral_rewards) is
  'Books what a reward has become: accrues, cancels, takes back, releases; tells its user, and says when to look again. The caller holds the locks of its user and of its row.';
