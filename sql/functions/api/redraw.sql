-- Answers to what was tapped did not get through to Telegram for so long that nobody waits for them. What the taps
-- meant is done; the chat shows, once, what is true when Telegram answers again.
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
  'Takes a chat whose taps could not be answered: the bot is asked to show its present screen, once, however many they were. Nothing for somebody unknown.';
