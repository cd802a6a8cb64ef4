-- One trial per person, forever: the row in billing.trials is keyed by the hash of the identity, which outlives the
-- account. A trial is only for users who never had a subscription that was delivered, so it cannot
-- override or shorten one.
create or replace function billing.start_trial(
  p_user_id bigint,
  out outcome text,
  out ends_at timestamptz
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.lock_user(p_user_id);
  select max(s.ends_at) into ends_at from billing.subscriptions as s where s.user_id = p_user_id;
  if billing.trial_plan() is null or not app.flag('trials') then
    outcome := 'switched_off';
    ends_at := null;
    return;
  end if;

  if billing.trial_used(p_user_id) then
    outcome := 'already_used';
    return;
  end if;

  outcome := case when billing.had_subscription(p_user_id) then 'has_subscription' else app.closed_gate(p_user_id) end;
  if outcome is not null then
    return;
  end if;

  ends_at := billing.give_trial(p_user_id, billing.trial_length(p_user_id));
  outcome := 'started';
end
$$;
comment on function billing.start_trial(bigint) is
  'Grants a user the trial (billing.trial_length, setting trial_plan). outcome: started, already_used, has_subscription, switched_off (also while no plan has the code of the setting), or what stands before it (app.closed_gate); ends_at of the subscription, if any, or of the last of several.';
