create or replace function billing.prepare_throw(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('chat_id', i.telegram_id, 'emoji', '🎳')
  from billing.throws as t
  join app.telegram_identities as i on i.user_id = t.user_id
  where t.id = (p_payload ->> 'throw_id')::bigint
    and t.status = 'sending'
    and i.telegram_id = p_lane::bigint
    and i.unreachable_since is null
$$;
comment on function billing.prepare_throw(text, jsonb) is
  'Prepare hook of game.dice. p_payload: {"throw_id"}. Returns what the gateway sends; null when the throw is settled or the user cannot be reached.';
