create or replace function billing.prepare_withdrawal_post(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal billing.withdrawals;
  v_chat record;
begin
  select w.* into v_withdrawal from billing.withdrawals as w where w.id = (p_payload ->> 'withdrawal')::bigint;
  select c.chat_id, c.locale, c.timezone into v_chat from support.chats() as c where c.chat_id = p_lane::bigint;
  if v_withdrawal.id is null or v_chat.chat_id is null then
    return null;
  end if;
  return jsonb_build_object(
    'chat_id', v_chat.chat_id, 'locale', v_chat.locale, 'timezone', v_chat.timezone, 'now', app.now()
  ) || billing.withdrawal_card(v_withdrawal, p_payload ->> 'post');
end
$$;
comment on function billing.prepare_withdrawal_post(text, jsonb) is
  'Prepare hook of withdrawals.post. p_payload: post (card, second, approved or ended) and withdrawal. Returns what the gateway sends, see support.prepare_post; null for a chat that is none of support''s any more.';
