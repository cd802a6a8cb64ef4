create or replace function ops.return_suspense(
  p_payment_id bigint,
  p_reason text,
  p_sent bigint default null
) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.return_suspense(p_payment_id, app.actor(), p_reason, p_sent)
$$;
comment on function ops.return_suspense(bigint, text, bigint) is
  'Books that a payment of ops.suspense was sent back through its provider, or what a dispute that was lost has left of it. p_sent: how much, minor units of the payment; null: all but what was taken; see billing.return_suspense. Returns returned, already_resolved, disputed, amount_out_of_range or unknown. Raises TK061.';
