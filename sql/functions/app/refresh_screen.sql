-- What happens behind a user's back (access granted, subscription ended) shows on the one screen that the
-- bot keeps in the chat. Only the bot draws, so it is asked to, in the lane of that chat.
create or replace function app.refresh_screen(p_user_id bigint, p_screen text) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select outbox.enqueue(
    'inbox.refresh',
    t.telegram_id::text,
    jsonb_build_object('user_id', p_user_id, 'screen', p_screen),
    format('refresh:%s:%s', p_user_id, p_screen)
  )
  from app.telegram_identities as t
  where t.user_id = p_user_id and t.unreachable_since is null
$$;
comment on function app.refresh_screen(bigint, text) is
  'Asks the bot to draw p_screen anew if it is what the user''s chat shows; once, however often it is asked before that.';
