create or replace function ops.reverse_charge(
  p_transfer_id bigint,
  p_reason text,
  p_tell boolean default true,
  p_request uuid default gen_random_uuid()
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.reverse_charge(p_transfer_id, p_request, app.actor(), p_reason, p_tell)
$$;
comment on function ops.reverse_charge(bigint, text, boolean, uuid) is
  'Reverses a charge (transfer_id: ops.statement) and removes the time that it paid for; see billing.reverse_charge. p_reason: the user reads it in the history; p_tell: whether the user gets a message; p_request: a repeated one does nothing and returns the first result. Raises TK061, TK062.';
