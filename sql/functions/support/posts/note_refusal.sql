-- Nobody may write into a chat that nobody reads without somebody knowing. What waits is shown to admins once, when the
-- trouble begins; what comes later is posted to them as well (support.chats).
create or replace function support.note_refusal(p_chat_id bigint, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
  v_begins boolean;
begin
  select i.user_id into v_user_id from app.telegram_identities as i where i.telegram_id = p_chat_id;
  if found then
    perform app.notice_dead(p_chat_id::text, jsonb_build_object('user_id', v_user_id), p_reason, p_error);
  elsif p_reason = 'revived' then
    delete from support.chat_troubles as t where t.chat_id = p_chat_id;
  elsif p_reason = 'gone' and app.setting('support_chat') = to_jsonb(p_chat_id) then
    insert into support.chat_troubles as t (chat_id, error, since, seen_at)
    values (p_chat_id, left(coalesce(p_error, p_reason), 300), app.now(), app.now())
    on conflict (chat_id) do update set error = excluded.error, seen_at = excluded.seen_at
    returning t.xmax = 0 into v_begins;
    if v_begins then
      perform support.show_waiting(array(select c.chat_id from support.chats() as c where c.chat_id <> p_chat_id));
    end if;
  end if;
end
$$;
comment on function support.note_refusal(bigint, text, text) is
  'Takes that a chat of support did not take a message, with the reason and the error of its dead hook. gone: the group is in trouble (support.chat_troubles), and what waits is shown to admins; an admin is marked as unreachable (app.notice_dead). revived: it was not about the chat. Other reasons change nothing.';
