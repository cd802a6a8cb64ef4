create or replace function ops.assign_suspense(
  p_payment_id bigint,
  p_user_id bigint,
  p_reason text
) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.assign_suspense(p_payment_id, p_user_id, app.actor(), p_reason)
$$;
comment on function ops.assign_suspense(bigint, bigint, text) is
  'Credits a payment of ops.suspense to the user who made it; see billing.assign_suspense. Returns assigned, already_resolved or unknown. Raises TK010, TK061.';
