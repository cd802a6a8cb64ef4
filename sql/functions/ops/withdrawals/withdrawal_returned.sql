create or replace function ops.withdrawal_returned(p_withdrawal_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.return_withdrawal(p_withdrawal_id, app.actor(), p_reason)
$$;
comment on function ops.withdrawal_returned(bigint, text) is
  'Records that the money of a paid withdrawal came back from the bank, see billing.return_withdrawal: the person has it again and may ask for another withdrawal. p_reason: the person reads it. Raises TK061 without one.';
