create or replace function api.throw(p_telegram_id bigint) returns table (outcome text, next_turn_at timestamptz)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select t.outcome, t.next_turn_at from billing.throw(app.user_of(p_telegram_id)) as t
$$;
comment on function api.throw(bigint) is
  'See billing.throw. outcome: thrown, not_yet, rolling, not_a_subscriber, blocked or switched_off. Raises TK010 for an unknown user.';
