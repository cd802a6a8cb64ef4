create or replace function api.game(p_telegram_id bigint) returns table (
  outcome text, next_turn_at timestamptz, game_days integer
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select g.outcome, g.next_turn_at, app.setting('game_days')::integer
  from billing.game_of(app.user_of(p_telegram_id)) as g
$$;
comment on function api.game(bigint) is
  'Whether a user may throw now: open, not_yet (before next_turn_at, UTC), rolling, not_a_subscriber, blocked or switched_off; game_days: how often, see the setting. Raises TK010 for an unknown user.';
