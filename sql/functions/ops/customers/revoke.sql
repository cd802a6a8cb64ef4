create or replace function ops.revoke(
  p_user_id bigint,
  p_reason text,
  p_tell boolean default true,
  p_request uuid default gen_random_uuid(),
  p_subscription_id bigint default null
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.revoke(
    p_user_id, p_request, app.actor(), p_reason, p_tell, p_subscription_id
  )
$$;
comment on function ops.revoke(bigint, text, boolean, uuid, bigint) is
  'Ends a user''s subscription now, without a refund; see billing.revoke. p_reason: the user reads it in the history; p_tell: whether the user gets a message; p_request: a repeated one does nothing and returns the first result; p_subscription_id: which one (ops.subscriptions), for users with several. Raises TK010, TK061, TK062.';
