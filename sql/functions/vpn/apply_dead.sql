create or replace function vpn.apply_dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select vpn.give_up(p_lane::bigint, p_reason, p_error)
$$;
comment on function vpn.apply_dead(text, jsonb, text, text) is
  'Hook of vpn.apply, p_lane: subscription id. The outbox gave up on it, see vpn.give_up; ops.redrive tries again.';
