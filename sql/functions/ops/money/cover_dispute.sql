create or replace function ops.cover_dispute(p_dispute_id bigint, p_reason text, p_waive boolean default false)
returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.cover_by_hand(p_dispute_id, p_waive, app.actor(), p_reason)
$$;
comment on function ops.cover_dispute(bigint, text, boolean) is
  'Has what the payer of ops.disputes still owes taken from his accounts, or with p_waive forgives it, see billing.cover_by_hand: until one of both nothing is paid out to him. p_reason: he reads it in the history. Raises TK061.';
