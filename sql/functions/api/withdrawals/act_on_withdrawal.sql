-- In a group of support anybody could tap, so it takes an admin in a chat of support.
create or replace function api.act_on_withdrawal(
  p_chat_id bigint, p_telegram_id bigint, p_withdrawal_id bigint, p_act text, p_reason text default null
) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin_id bigint;
begin
  select u.id into v_admin_id
  from app.users as u
  join app.telegram_identities as i on i.user_id = u.id
  where i.telegram_id = p_telegram_id and app.may(u.role, 'withdrawals')
    and exists (select from support.chats() as c where c.chat_id = p_chat_id);
  if not found then
    return query select 'not_allowed'::text;
    return;
  end if;
  return query select billing.act_on_withdrawal(p_withdrawal_id, p_act, v_admin_id, p_telegram_id, p_reason);
end
$$;
comment on function api.act_on_withdrawal(bigint, bigint, bigint, text, text) is
  'Does what an admin (p_telegram_id) taps under a withdrawal in a chat of support. p_act: approve, reject or failed (with p_reason), show (its requisites, in the admin''s own chat), paid. outcome: of billing.approve_withdrawal, billing.reject_withdrawal, billing.show_requisites or billing.settle_by_hand; not_allowed (no admin with the permission withdrawals, or no chat of support). Raises TK061 for a refusal without a reason.';
