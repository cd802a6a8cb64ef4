-- Where support reads and answers: the group of the setting, in the language of the first admin, or else each admin's
-- own chat; both while the group takes no messages, because the next one may arrive there again.
create or replace function support.chats() returns table (chat_id bigint, locale text, timezone text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_group constant bigint := nullif(app.setting('support_chat'), 'null')::bigint;
begin
  if v_group is not null then
    return query
    select v_group, coalesce(a.locale, 'en'), app.zone_of(coalesce(a.timezone, 'UTC'))
    from (values (true)) as one (row)
    left join lateral (
      select u.locale, u.timezone
      from app.users as u
      where u.role is not null and app.may(u.role, 'tickets')
      order by u.id
      limit 1
    ) as a on true;
  end if;
  if v_group is null or exists (select from support.chat_troubles as t where t.chat_id = v_group) then
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
  'Returns the Telegram chats in which support reads and answers, with the language and time zone to write in: the group, the admins without one, both while the group is in trouble (support.chat_troubles). No row when there are neither a group nor reachable admins.';
