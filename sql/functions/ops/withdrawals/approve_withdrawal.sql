create or replace function ops.approve_withdrawal(p_withdrawal_id bigint, p_reason text default null) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.approve_withdrawal(p_withdrawal_id, app.actor(), null, p_reason)
$$;
comment on function ops.approve_withdrawal(bigint, text) is
  'Approves a withdrawal of ops.withdrawals, see billing.approve_withdrawal; all who log in as one role are one approver. p_reason: for the audit.';
