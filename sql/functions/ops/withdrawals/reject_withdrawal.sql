create or replace function ops.reject_withdrawal(p_withdrawal_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.reject_withdrawal(p_withdrawal_id, app.actor(), p_reason)
$$;
comment on function ops.reject_withdrawal(bigint, text) is
  'Refuses a withdrawal that nobody has begun to send, see billing.reject_withdrawal. p_reason: the person reads it. Raises TK061 without one.';
