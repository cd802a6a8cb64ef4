-- The same from a chat of support and from the admin menu.
create or replace function billing.act_on_withdrawal(
  p_id bigint, p_act text, p_admin_id bigint, p_telegram_id bigint, p_reason text
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor constant text := format('admin:%s', p_admin_id);
begin
  -- Nobody settles his own, whoever approved it.
  if p_act in ('show', 'paid', 'failed') and exists (
    select from billing.withdrawals as w where w.id = p_id and w.user_id = p_admin_id
  ) then
    return 'own';
  end if;
  return case p_act
    when 'approve' then billing.approve_withdrawal(p_id, v_actor, p_admin_id, p_reason)
    when 'reject' then billing.reject_withdrawal(p_id, v_actor, p_reason)
    when 'show' then billing.show_requisites(p_id, v_actor, p_telegram_id)
    when 'paid' then billing.settle_by_hand(p_id, 'paid', v_actor, null, coalesce(p_reason, v_actor))
    when 'failed' then billing.settle_by_hand(p_id, 'failed', v_actor, p_reason, null)
    else 'unknown'
  end;
end
$$;
comment on function billing.act_on_withdrawal(bigint, text, bigint, bigint, text) is
  'Does what an admin (his user id and Telegram id) decided about a withdrawal. p_act: approve (p_reason is for the audit), reject or failed (with p_reason), show (its requisites, in the admin''s own chat), paid (p_reason: who saw it, or the provider''s id). Returns own for his own, else the outcome of billing.approve_withdrawal, billing.reject_withdrawal, billing.show_requisites or billing.settle_by_hand. Raises TK061 for a refusal without a reason.';
