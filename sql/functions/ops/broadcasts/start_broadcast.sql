create or replace function ops.start_broadcast(p_id bigint, p_at timestamptz default null, p_reason text default null)
returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$ select broadcast.start(p_id, p_at, p_reason) $$;
comment on function ops.start_broadcast(bigint, timestamptz, text) is
  'Starts a broadcast at a time; null for now. started, scheduled, unknown, over, past, no_text, no_b, not_tested (its test has not arrived yet) or test_refused.';
