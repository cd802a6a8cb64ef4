create or replace function api.save_conversation(
  p_chat_id bigint,
  p_telegram_id bigint,
  p_state text,
  p_data jsonb
) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_state is null and p_data = '{}' then
    delete from app.conversations as c where c.chat_id = p_chat_id and c.telegram_id = p_telegram_id;
    return;
  end if;
  insert into app.conversations (chat_id, telegram_id, state, data, updated_at)
  values (p_chat_id, p_telegram_id, p_state, p_data, app.now())
  on conflict (chat_id, telegram_id) do update
  set state = excluded.state, data = excluded.data, updated_at = excluded.updated_at;
end
$$;
comment on function api.save_conversation(bigint, bigint, text, jsonb) is
  'Keeps state and data of a dialogue; null and {} end it.';
