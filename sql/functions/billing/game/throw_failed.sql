create or replace function billing.throw_failed(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_user_id bigint;
begin
  update billing.throws as t
  set status = 'failed', settled_at = app.now(), error = coalesce(p_error, p_reason)
  where t.id = (p_payload ->> 'throw_id')::bigint and t.status = 'sending'
  returning t.user_id into v_user_id;
  if found then
    perform app.notify(
      v_user_id, 'game-failed', '{}',
      '[[{"text": "button-game", "data": "go:game"}, {"text": "button-close", "data": "close"}]]'
    );
  end if;
end
$$;
comment on function billing.throw_failed(text, jsonb, text, text) is
  'Dead hook of game.dice. p_payload: {"throw_id"}; p_reason, p_error: see outbox.dead_letters. The throw did not happen, its user has the turn still, and is told.';
