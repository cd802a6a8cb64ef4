-- What Telegram says of groups concerns the shop only where it is the group of support.
create or replace function api.note_support_chat(
  p_chat_id bigint, p_is_member boolean default null, p_moved_to bigint default null
) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if app.setting('support_chat') is distinct from to_jsonb(p_chat_id) then
    return;
  elsif p_moved_to is not null then
    perform support.move_chat(p_chat_id, p_moved_to);
  elsif p_is_member then
    delete from support.chat_troubles as t where t.chat_id = p_chat_id;
    if found then
      perform support.show_waiting(array[p_chat_id]);
    end if;
  elsif not p_is_member then
    perform support.note_refusal(p_chat_id, 'gone', 'the bot was removed from the group, or may not write there');
  end if;
end
$$;
comment on function api.note_support_chat(bigint, boolean, bigint) is
  'Records what Telegram says about the group of support: whether the bot is in it and may write, or under which id it goes on as a supergroup; null for neither. What waits is then shown where it is read, see support.show_waiting. Does nothing for other chats.';
