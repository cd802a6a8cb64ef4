create or replace function support.post_to_user(p_user_id bigint, p_payload jsonb) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select outbox.enqueue('support.post', i.telegram_id::text, p_payload || jsonb_build_object('to_user', p_user_id))
  from app.telegram_identities as i
  where i.user_id = p_user_id
$$;
comment on function support.post_to_user(bigint, jsonb) is
  'Enqueues a support.post (see support.prepare_post) for a user, even one who is marked unreachable: whether it arrives is told to support.';
