-- Changes that a user did not trigger (access granted, subscription ended) must appear on the one screen that the bot
-- keeps in each chat. Only the bot draws screens, so it gets a message in the lane of that chat.
create or replace function app.refresh_screens(p_user_ids bigint[], p_screen text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue_batch(
    'inbox.refresh',
    array_agg(t.telegram_id::text),
    array_agg(inbox._refresh_request(u.id, p_screen)),
    array_agg(format('refresh:%s:%s', u.id, p_screen))
  )
  from unnest(p_user_ids) as u (id)
  join app.telegram_identities as t on t.user_id = u.id
  where t.unreachable_since is null
  having count(*) > 0;
end
$$;
comment on function app.refresh_screens(bigint[], text) is
  'Asks the bot to redraw p_screen in each chat that shows it. Repeated requests for the same screen count once while the first is waiting.';
