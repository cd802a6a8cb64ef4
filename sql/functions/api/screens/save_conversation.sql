-- Called once per tap, and most calls repeat the stored state or change only the state. So it reads before it writes,
-- which saves a commit, and keeps the data when none is given.
create or replace function api.save_conversation(
  p_chat_id bigint,
  p_telegram_id bigint,
  p_state text,
  p_data jsonb default null
) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_old record;
  v_data jsonb;
begin
  select c.state, c.data into v_old
  from app.conversations as c
  where c.chat_id = p_chat_id and c.telegram_id = p_telegram_id;
  v_data := coalesce(p_data, v_old.data, '{}');
  if p_state is null and v_data = '{}' then
    delete from app.conversations as c where c.chat_id = p_chat_id and c.telegram_id = p_telegram_id;
  elsif (v_old.state, v_old.data) is distinct from (p_state, v_data) then
    insert into app.conversations (chat_id, telegram_id, state, data, updated_at)
    values (p_chat_id, p_telegram_id, p_state, v_data, app.now())
    on conflict (chat_id, telegram_id) do update
    set state = excluded.state, data = excluded.data, updated_at = excluded.updated_at;
  end if;
end
$$;
comment on function api.save_conversation(bigint, bigint, text, jsonb) is
  'Stores state and data of a dialogue; null data keeps the stored data; a null state with {} ends it. The chat''s lane excludes concurrent calls.';
