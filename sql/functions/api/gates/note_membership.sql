-- Also called for whoever joins or leaves a channel, and most of them are nobody's users.
create or replace function api.note_membership(
  p_telegram_id bigint, p_chat_id bigint, p_is_member boolean, p_error text default null
) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not jsonb_path_exists(
    app.setting('required_channels'), '$[*] ? (@.id == $chat)', jsonb_build_object('chat', p_chat_id)
  ) then
    return;
  end if;
  insert into app.channel_members as m (user_id, chat_id, is_member, checked_at)
  select i.user_id, p_chat_id, p_is_member, app.now()
  from app.telegram_identities as i
  where i.telegram_id = p_telegram_id
  on conflict (user_id, chat_id) do update set is_member = excluded.is_member, checked_at = excluded.checked_at;
  if p_error is null then
    delete from app.channel_troubles as t where t.chat_id = p_chat_id;
  else
    insert into app.channel_troubles as t (chat_id, error, since, seen_at)
    values (p_chat_id, left(p_error, 300), app.now(), app.now())
    on conflict (chat_id) do update set error = excluded.error, seen_at = excluded.seen_at;
  end if;
end
$$;
comment on function api.note_membership(bigint, bigint, boolean, text) is
  'Records what Telegram says about a person in a required channel; p_is_member null and p_error: it says nothing, and why. Does nothing for other channels, and remembers nothing about people who are no users.';
