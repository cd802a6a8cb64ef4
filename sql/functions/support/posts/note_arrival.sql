create or replace function support.note_arrival(p_chat_id bigint, p_result jsonb) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_chat_id constant bigint := coalesce((p_result ->> 'chat_id')::bigint, p_chat_id);
begin
  delete from support.chat_troubles as t where t.chat_id = p_chat_id;
  if v_chat_id <> p_chat_id then
    perform support.move_chat(p_chat_id, v_chat_id);
  end if;
  return v_chat_id;
end
$$;
comment on function support.note_arrival(bigint, jsonb) is
  'Takes that a chat of support took a message, with the result of its done hook: ends the trouble of the group, and follows a group that has become a supergroup (chat_id in the result). Returns the chat in which the message is.';
