create or replace function ops.settle_money_event(p_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select inbox._settle_money_event(p_id, app.actor(), p_reason)
$$;
comment on function ops.settle_money_event(bigint, text) is
  'Closes an event of ops.money_events that is unclear or taken_back, once the operator has done what was necessary. Returns settled, already_settled, not_booked (a payment that still waits: it is booked automatically) or unknown. Raises TK061 without a reason.';
