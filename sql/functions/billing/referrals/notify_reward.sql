-- Also says when to look again: what is pending waits for the end of the hold, and after it, six hours at a time, for
-- its money to be spent. What is owed is looked for as often: money may come back to the account.
create or replace function billing.notify_reward(p_before billing.referral_rewards, p_after billing.referral_rewards)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_pending constant bigint := p_after.accrued - p_after.released - p_after.cancelled;
  v_released constant bigint := p_after.released - p_before.released;
  v_cancelled constant bigint := p_after.cancelled - p_before.cancelled;
  v_taken constant bigint := p_after.taken_back - p_before.taken_back;
  v_owed constant bigint := p_after.owed - p_before.owed;
  v_lost constant bigint := v_cancelled + v_taken + v_owed;
begin
  perform billing.look_at_reward(
    p_after.id,
    case when v_pending > 0 or p_after.owed > 0 then billing.after_quiet_hours(
      greatest(p_after.hold_until, app.now() + interval '6 hours'), u.timezone
    ) end
  )
  from app.users as u
  where u.id = p_after.user_id;
  if v_released <= 0 and v_lost <= 0 and p_after.accrued <= p_before.accrued then
    return;
  end if;
  perform billing.notify_earner(
    p_after.user_id,
    case
      when v_released > 0 and p_after.level = 0 then 'reward-welcome'
      when v_released > 0 then 'reward-released'
      when v_lost > 0 then 'reward-taken-back'
      else 'reward-pending'
    end,
    jsonb_build_object(
      'amount', jsonb_build_object(
        'money',
        case
          when v_released > 0 then v_released
          when v_lost > 0 then v_taken + v_owed
          else p_after.accrued - p_before.accrued
        end,
        'currency', p_after.currency
      ),
      'balance', jsonb_build_object(
        'money', billing.balance_of(p_after.user_id, p_after.currency), 'currency', p_after.currency
      ),
      'until', jsonb_build_object('time', p_after.hold_until),
      'taken', case when v_taken + v_owed > 0 then 'yes' else 'no' end,
      'pending', jsonb_build_object('money', v_cancelled, 'currency', p_after.currency),
      'owed', jsonb_build_object('money', v_owed, 'currency', p_after.currency),
      'more', case
        when v_owed > 0 and v_cancelled > 0 then 'both'
        when v_owed > 0 then 'owed'
        when v_taken > 0 and v_cancelled > 0 then 'pending'
        else 'no'
      end
    ),
    -- What makes a balance less is always told.
    v_taken > 0
  );
end
$$;
comment on function billing.notify_reward(billing.referral_rewards, billing.referral_rewards) is
  'Tells the user of a reward what has become of it, given the row before and after, and says when to look at it next.';
