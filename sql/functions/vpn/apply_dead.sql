create or replace function vpn.apply_dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update vpn.access as a
  set last_error = coalesce(p_error, p_reason)
  where a.subscription_id = p_lane::bigint;

  select app.record(
    'system', 'access.undelivered', 'subscription', p_lane::bigint, null,
    jsonb_build_object('reason', p_reason, 'error', p_error)
  );
$$;
comment on function vpn.apply_dead(text, jsonb, text, text) is
  'Hook of vpn.apply, p_lane: subscription id. The panel was not brought to what is desired and the outbox gave up: kept as last_error and in the audit; ops.redrive tries again.';
