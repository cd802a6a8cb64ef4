create or replace function ops.change_end(
  p_user_id bigint,
  p_ends_at timestamptz,
  p_reason text,
  p_tell boolean default true,
  p_request uuid default gen_random_uuid(),
  p_subscription_id bigint default null,
  p_was timestamptz default null
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.change_end(
    p_user_id, p_ends_at, p_request, app.actor(), p_reason, p_tell, p_subscription_id, p_was
  )
$$;
comment on function ops.change_end(bigint, timestamptz, text, boolean, uuid, bigint, timestamptz) is
  'Moves the end of a user''s subscription to p_ends_at (UTC), earlier or later; see billing.change_end. p_reason: the user reads it in the history; p_tell: whether the user gets a message; p_request: a repeated one does nothing and returns the first result; p_subscription_id: which one (ops.subscriptions), for users with several; p_was: the end that it has, as you have seen it: nothing is done if it is another one meanwhile. Raises TK010, TK061, TK062.';
