-- The answers to some taps could not reach Telegram for so long that they are obsolete. The taps have taken effect;
-- once Telegram answers again, the chat shows the current state once.
create or replace function api.redraw(p_telegram_id bigint) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select app.refresh_screens(array_agg(i.user_id), 'unanswered')
  from app.telegram_identities as i
  where i.telegram_id = p_telegram_id
  having count(*) > 0
$$;
comment on function api.redraw(bigint) is
  'Takes a chat whose taps could not be answered. Asks the bot to show its current screen, once, however many taps there were. Does nothing for an unknown user.';
