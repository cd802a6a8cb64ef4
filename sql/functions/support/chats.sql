-- Where support reads and answers: the group of the setting, in the language of the first admin, or else each admin's
-- own chat.
create or replace function support.chats() returns table (chat_id bigint, locale text, timezone text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_group constant jsonb := app.setting('support_chat');
begin
  if v_group <> 'null' then
    return query
    select v_group::bigint, coalesce(a.locale, 'en'), app.zone_of(coalesce(a.timezone, 'UTC'))
    from (values (true)) as one (row)
    left join lateral (
      select u.locale, u.timezone
      from app.users as u
      where u.role is not null and app.may(u.role, 'tickets')
      order by u.id
      limit 1
    ) as a on true;
  else
    return query
    select i.telegram_id, u.locale, app.zone_of(u.timezone)
    from app.users as u
    join app.telegram_identities as i on i.user_id = u.id
    where u.role is not null and app.may(u.role, 'tickets') and i.unreachable_since is null
    order by i.telegram_id;
  end if;
end
$$;
comment on function support.chats() is
  'Returns the Telegram chats in which support reads and answers, with the language and time zone to write in. No row when there are neither a group nor reachable admins.';
