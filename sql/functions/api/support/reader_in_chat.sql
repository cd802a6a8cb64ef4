-- In a group nobody's own language and zone count, but those in which the bot writes there.
create or replace function api.reader_in_chat(p_chat_id bigint)
returns table (locale text, timezone text, now timestamptz)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.locale, c.timezone, app.now() from support.chats() as c where c.chat_id = p_chat_id
$$;
comment on function api.reader_in_chat(bigint) is
  'Returns in which language and time zone a chat of support is written to, and the business time, UTC; no row for other chats.';
