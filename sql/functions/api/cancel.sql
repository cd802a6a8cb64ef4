create or replace function api.cancel(p_telegram_id bigint) returns table (outcome text, ends_at timestamptz)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.outcome, c.ends_at
  from billing.cancel(app.user_of(p_telegram_id)) as c
$$;
comment on function api.cancel(bigint) is
  'See billing.cancel. outcome: cancelled, already_cancelled or not_active. Raises TK010 for an unknown user.';
