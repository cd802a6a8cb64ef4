create or replace function ops.return_suspense(
  p_payment_id bigint,
  p_reason text
) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.return_suspense(p_payment_id, app.actor(), p_reason)
$$;
comment on function ops.return_suspense(bigint, text) is
  'Books that a payment of ops.suspense was sent back through its provider; see billing.return_suspense. Returns returned, already_resolved, disputed or unknown. Raises TK061.';
