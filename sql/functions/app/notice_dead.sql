-- Who has blocked the bot is not written to any more, until they come back (inbox._reached). When many seem to have
-- at once, it is us whom Telegram refuses, and nobody is marked.
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
  'Hook of telegram.notice: reason gone (the bot is blocked, the chat is no more) marks the user unreachable, within the brake unreachable; revived (that was no verdict about him) takes it back; other reasons change nothing.';
