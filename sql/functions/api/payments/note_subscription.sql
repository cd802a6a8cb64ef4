create or replace function api.note_subscription(p_telegram_id bigint, p_token uuid, p_state text) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.note_subscription(i.user_id, p_token, p_state)
  from app.telegram_identities as i
  where i.telegram_id = p_telegram_id
$$;
comment on function api.note_subscription(bigint, uuid, text) is
  'See billing.note_subscription; nothing for an unknown user.';
