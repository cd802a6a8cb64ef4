-- Sends an unasked message to one user. Set-based statements of jobs use app.notice and outbox.enqueue_batch.
create or replace function app.notify(
  p_user_id bigint,
  p_text text,
  p_args jsonb default '{}',
  p_buttons jsonb default '[]',
  p_dedupe_key text default null,
  p_useful_until timestamptz default null
) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select outbox.enqueue(
    'telegram.notice',
    t.telegram_id::text,
    app.notice(p_user_id, p_text, p_args, p_buttons),
    p_dedupe_key,
    app.notice_until(p_useful_until),
    app.notice_priority(jsonb_build_object('text', p_text))
  )
  from app.telegram_identities as t
  where t.user_id = p_user_id and t.unreachable_since is null
$$;
comment on function app.notify(bigint, text, jsonb, jsonb, text, timestamptz) is
  'Enqueues a notice (see app.notice) in the lane of the user''s chat, useful until p_useful_until, three days if null. Does nothing when a notice with p_dedupe_key is already waiting, or when the user is unreachable.';
