create or replace function ops.payout(
  p_payment_id bigint,
  p_reason text,
  p_amount bigint default null,
  p_tell boolean default true,
  p_request uuid default gen_random_uuid()
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.payout(p_payment_id, p_amount, p_request, app.actor(), p_reason, p_tell)
$$;
comment on function ops.payout(bigint, text, bigint, boolean, uuid) is
  'Holds unspent balance, p_amount of it (minor units) or all that is possible, to be sent back to the payment that it came from; see billing.payout. p_reason: the user reads it in the history; p_tell: whether the user gets a message; p_request: a repeated one does nothing and returns the first result. Raises TK061, TK062.';
