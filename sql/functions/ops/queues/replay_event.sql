create or replace function ops.replay_event(p_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select inbox._replay_event(p_id, app.actor(), p_reason)
$$;
comment on function ops.replay_event(bigint, text) is
  'Runs an event of ops.events again. queued, not_processed (it waits, or is among ops.dead_letters: ops.redrive), erased (its bytes are gone: an update of Telegram, or older than keep_payment_events_days) or unknown. Raises TK061 without a reason.';
