create or replace function billing.withdrawal_post_dead(
  p_lane text, p_payload jsonb, p_reason text, p_error text
) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select support.note_refusal(p_lane::bigint, p_reason, p_error)
$$;
comment on function billing.withdrawal_post_dead(text, jsonb, text, text) is
  'Dead hook of withdrawals.post: a chat of support that is gone is noted, see support.note_refusal.';
