create or replace function billing.requisites_were_shown(p_lane text, p_payload jsonb, p_result jsonb) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into billing.requisites_shown (chat_id, message_id, withdrawal_id, remove_at)
  values (
    p_lane::bigint, (p_result ->> 'message_id')::bigint, (p_payload ->> 'withdrawal_id')::bigint,
    app.now() + interval '3 minutes'
  )
  on conflict (chat_id, message_id) do update set remove_at = excluded.remove_at
$$;
comment on function billing.requisites_were_shown(text, jsonb, jsonb) is
  'Done hook of withdrawals.requisites: the message is removed after three minutes. p_result: {"message_id"}.';
