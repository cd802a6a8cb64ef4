-- The shop stops writing to a user who has blocked the bot, until he comes back (inbox._reached). If many users seem
-- to block it at once, the more likely cause is on our side, and nobody is marked.
create or replace function app.notice_dead(p_lane text, p_payload jsonb, p_reason text, p_error text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
begin
  if p_reason = 'revived' then
    update app.telegram_identities as t
    set unreachable_since = null, updated_at = app.now()
    where t.user_id = (p_payload ->> 'user_id')::bigint and t.telegram_id = p_lane::bigint;
    -- It is sent after all.
    update app.told as t
    set missed_since = null
    from app.told_to((p_payload ->> 'user_id')::bigint) as o
    where t.id = o.id and o.dropped = 'gone' and o.missed_since is not null;
    return;
  end if;

  select t.user_id into v_user_id
  from app.telegram_identities as t
  where p_reason = 'gone'
    and t.user_id = (p_payload ->> 'user_id')::bigint
    and t.telegram_id = p_lane::bigint
    and t.unreachable_since is null
  for no key update;
  if found and app.within_brake('unreachable', 1) then
    update app.telegram_identities as t
    set unreachable_since = app.now(), updated_at = app.now()
    where t.user_id = v_user_id;
    perform app.record('provider:telegram', 'user.unreachable', 'user', v_user_id, null, null, p_error);
  end if;
end
$$;
comment on function app.notice_dead(text, jsonb, text, text) is
  'Dead hook of telegram.notice. Reason gone (the bot is blocked or the chat is deleted) marks the user unreachable, within the brake unreachable. Reason revived (the error was not about the user) clears the mark, and what was to be told of it (app.told.missed_since). Other reasons change nothing.';
