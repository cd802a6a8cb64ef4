-- An admin may still answer what he was shown in his own chat while the group was in trouble.
create or replace function support.may_answer(p_chat_id bigint) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from support.chats() as c where c.chat_id = p_chat_id) or exists (
    select
    from app.telegram_identities as i
    join app.users as u on u.id = i.user_id
    where i.telegram_id = p_chat_id and u.role is not null and app.may(u.role, 'tickets')
  )
$$;
comment on function support.may_answer(bigint) is
  'Whether tickets are answered and closed from this chat: one of support.chats, or the own chat of an admin with the permission tickets.';
