-- This function does not take the turn. The turn is taken when Telegram has said the value, so a throw that fails
-- costs nothing.
create or replace function billing.throw(p_user_id bigint, out outcome text, out next_turn_at timestamptz)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_stuck_id bigint;
  v_id bigint;
  v_chat text;
begin
  perform billing.lock_user(p_user_id);
  select g.outcome, g.next_turn_at, g.stuck_id into outcome, next_turn_at, v_stuck_id from billing.game_of(p_user_id) as g;
  select i.telegram_id::text into v_chat from app.telegram_identities as i where i.user_id = p_user_id;
  if outcome <> 'open' or v_chat is null then
    return;
  end if;
  update billing.throws as t
  set status = 'failed', settled_at = app.now(), error = 'not sent: the user could not be reached'
  where t.id = v_stuck_id;
  insert into billing.throws as t (user_id, subscription_id, asked_at, next_turn_at)
  values (
    p_user_id, (billing.player_of(p_user_id)).id, app.now(),
    app.now() + make_interval(days => app.setting('game_days')::integer)
  )
  returning t.id, t.next_turn_at into v_id, next_turn_at;
  update billing.throws as t
  set outbox_id = outbox.enqueue('game.dice', v_chat, jsonb_build_object('throw_id', v_id))
  where t.id = v_id;
  outcome := 'thrown';
end
$$;
comment on function billing.throw(bigint) is
  'Throws the ball into a user''s chat. outcome: thrown (the result comes as a notice; next_turn_at: when the next turn is if this one counts, UTC), or why not, see billing.game_of. Takes the user''s locks.';
