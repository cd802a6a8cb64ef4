-- The only way to end access early; refunds, changes of plan and revocations all use it. Time is removed from the
-- end, so that no gap can appear between periods: a refund of an earlier period is paid with the time of a later one,
-- and the user keeps as much time as money. The announcement for the old end does not apply to the new one, nor does a
-- charge that is on its way for it. What Telegram charges each month goes on where other time takes the place at once.
create or replace function billing.end_at(
  p_subscription_id bigint,
  p_end timestamptz,
  p_actor text,
  p_action text,
  p_reason text default null,
  p_continues boolean default false
) returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before billing.subscriptions;
  v_after billing.subscriptions;
begin
  select s.* into v_before from billing.subscriptions as s where s.id = p_subscription_id;

  update billing.periods as p
  set closed_at = greatest(p.starts_at, p_end)
  where p.subscription_id = p_subscription_id
    and coalesce(p.closed_at, p.ends_at) > p_end
    and p.closed_at is distinct from p.starts_at;

  update billing.subscriptions as s
  set
    (ends_at, source, plan_id) = (
      select e.ends_at, e.kind, coalesce(e.plan_id, s.plan_id) from billing.last_period(p_subscription_id) as e
    ),
    expires_at = 'infinity',
    renew_at = null,
    begin_at = null
  where s.id = p_subscription_id;
  update billing.subscriptions as s
  set
    status = case when s.ends_at > app.now() then s.status else 'expired' end,
    (anchor_at, anchor_number) = (select a.anchor_at, a.anchor_number from billing.anchor_of(s, s.ends_at) as a)
  where s.id = p_subscription_id;

  perform billing.unannounce(p_subscription_id);
  v_after := billing.schedule_as_before(v_before, p_subscription_id);
  if v_after.status = 'active' then
    perform vpn.desire(p_subscription_id, true, v_after.expires_at);
    perform billing.begin_periods(array[p_subscription_id]);
  else
    perform vpn.withdraw(array[p_subscription_id]);
  end if;
  perform billing.stop_charges(p_subscription_id);
  perform billing.follow_choice(p_subscription_id) where v_after.status <> 'active' and not p_continues;
  perform app.record(
    p_actor, p_action, 'subscription', p_subscription_id,
    to_jsonb(v_before) - '{id,user_id,begin_at}'::text[], to_jsonb(v_after) - '{id,user_id,begin_at}'::text[], p_reason
  );
  return v_after;
end
$$;
comment on function billing.end_at(bigint, timestamptz, text, text, text, boolean) is
  'Removes time beyond p_end (UTC): closes periods, ends the subscription then (or now, if that is past), and updates its VPN access; audited as p_action. p_continues: the caller grants time again in the same transaction (with p_continues as well, if that is free time). Returns the subscription. The caller holds its lock.';
