-- A withdrawal that a provider pays is sent at once. Another one waits for a person who sends it.
create or replace function billing.approve_withdrawal(
  p_id bigint, p_actor text, p_approver_id bigint default null, p_reason text default null
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal billing.withdrawals;
  v_limit bigint;
  v_first text;
begin
  v_withdrawal := billing.lock_withdrawal(p_id);
  if v_withdrawal.id is null then
    return 'unknown';
  elsif v_withdrawal.status <> 'requested' then
    return v_withdrawal.status;
  elsif v_withdrawal.user_id = p_approver_id then
    return 'own';
  elsif app.is_blocked(v_withdrawal.user_id) then
    return 'blocked';
  elsif billing.owes(v_withdrawal.user_id) then
    return 'owes';
  end if;
  insert into billing.withdrawal_approvals (withdrawal_id, actor, approved_at)
  values (p_id, p_actor, app.now())
  on conflict do nothing;
  v_limit := billing.by_currency('withdrawal_second_approver_above', v_withdrawal.currency);
  if v_withdrawal.amount > coalesce(v_limit, 0) then
    select a.actor into v_first from billing.withdrawal_approvals as a where a.withdrawal_id = p_id and a.actor <> p_actor;
    if not found then
      perform app.record(p_actor, 'withdrawal.seconded', 'withdrawal', p_id, null, null, p_reason);
      perform billing.post_withdrawal(p_id, 'second');
      return 'needs_second';
    end if;
  end if;
  update billing.withdrawals as w set status = 'approved' where w.id = p_id;
  perform app.record(
    p_actor, 'withdrawal.approved', 'withdrawal', p_id, '{"status": "requested"}',
    jsonb_strip_nulls(jsonb_build_object('status', 'approved', 'first', v_first)), p_reason
  );
  perform billing.post_withdrawal(p_id, 'approved');
  perform app.refresh_screen(v_withdrawal.user_id, 'withdraw');
  -- Who was shown the requisites before the approval may send it from now on.
  if v_withdrawal.requisites_shown_at is not null
    or exists (select from billing.withdrawal_ways as y where y.name = v_withdrawal.way and y.provider is not null)
  then
    perform billing.send_withdrawal(p_id, p_actor);
  end if;
  return 'approved';
end
$$;
comment on function billing.approve_withdrawal(bigint, text, bigint, text) is
  'Approves a withdrawal. p_approver_id: the user who does, null for an operator; nobody approves his own. Returns approved; needs_second: the amount takes another approver; own, blocked, owes (billing.owes): refused; its status when it is no longer requested; or unknown.';
