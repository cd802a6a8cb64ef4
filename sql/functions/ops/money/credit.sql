create or replace function ops.credit(
  p_user_id bigint,
  p_amount bigint,
  p_reason text,
  p_tell boolean default true,
  p_request uuid default gen_random_uuid(),
  p_bonus boolean default false
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.credit(
    p_user_id, p_amount, p_request, app.actor(), p_reason, p_tell, p_bonus
  )
$$;
comment on function ops.credit(bigint, bigint, text, boolean, uuid, boolean) is
  'Gives a user money at the shop''s expense, minor units; see billing.credit. p_reason: the user reads it in the history; p_tell: whether the user gets a message; p_request: a repeated one does nothing and returns the first result; p_bonus: credit it as bonus, which is spent before the user''s own money. Raises TK010, TK061, TK062.';
