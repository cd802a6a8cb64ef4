create or replace function billing.withdrawal_posted(p_lane text, p_payload jsonb, p_result jsonb) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select support.note_arrival(p_lane::bigint, p_result)
$$;
comment on function billing.withdrawal_posted(text, jsonb, jsonb) is
  'Done hook of withdrawals.post: that chat of support takes messages, see support.note_arrival.';
