create or replace function api.channels(p_telegram_id bigint) returns table (
  chat_id bigint,
  title text,
  url text,
  is_member boolean,
  must_ask boolean
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  return query
  select
    (c.channel ->> 'id')::bigint, c.channel ->> 'title', c.channel ->> 'url', m.is_member, m.user_id is null
  from jsonb_array_elements(app.setting('required_channels')) with ordinality as c (channel, position)
  left join app.channel_members as m
    on m.user_id = v_user_id
    and m.chat_id = (c.channel ->> 'id')::bigint
    and m.checked_at > app.now() - make_interval(mins => app.setting('channel_check_minutes')::integer)
  order by c.position;
end
$$;
comment on function api.channels(bigint) is
  'Returns the channels of the setting required_channels. is_member: what is known about the user there, null for nothing; must_ask: Telegram has to be asked, and the answer given to api.note_membership. Raises TK010 for an unknown user.';
