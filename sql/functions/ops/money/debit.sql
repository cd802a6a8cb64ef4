create or replace function ops.debit(
  p_user_id bigint,
  p_amount bigint,
  p_reason text,
  p_tell boolean default true,
  p_request uuid default gen_random_uuid(),
  p_payment_id bigint default null
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.debit(
    p_user_id, p_amount, p_request, app.actor(), p_reason, p_tell, p_payment_id
  )
$$;
comment on function ops.debit(bigint, bigint, text, boolean, uuid, bigint) is
  'Takes money from a user''s balance, minor units; see billing.debit. p_reason: the user reads it in the history; p_tell: whether the user gets a message; p_request: a repeated one does nothing and returns the first result; p_payment_id: the payment that its provider took back. Raises TK010, TK061, TK062.';
