create or replace function support.is_read() returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from support.chats() as c
    where not exists (select from support.chat_troubles as t where t.chat_id = c.chat_id)
  )
$$;
comment on function support.is_read() is
  'Whether there is a chat of support that takes messages. What users write is kept all the same.';
