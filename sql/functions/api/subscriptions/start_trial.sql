create or replace function api.start_trial(p_telegram_id bigint)
returns table (outcome text, ends_at timestamptz)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select t.outcome, t.ends_at
  from billing.start_trial(app.user_of(p_telegram_id)) as t
$$;
comment on function api.start_trial(bigint) is
  'See billing.start_trial. outcome: started, already_used, has_subscription, switched_off, blocked, terms_not_accepted or not_in_channel. Raises TK010 for an unknown user.';
