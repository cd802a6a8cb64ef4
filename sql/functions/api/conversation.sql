-- Only bots up to 0.6 call it; later ones have the state from api.home.
create or replace function api.conversation(p_chat_id bigint, p_telegram_id bigint)
returns table (state text, data jsonb)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select c.state, coalesce(c.data, '{}')
  from (values (p_chat_id, p_telegram_id)) as k (chat_id, telegram_id)
  left join app.conversations as c on c.chat_id = k.chat_id and c.telegram_id = k.telegram_id;
end
$$;
comment on function api.conversation(bigint, bigint) is
  'Returns state and data of a dialogue; null and {} when there is none.';
