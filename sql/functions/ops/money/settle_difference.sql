create or replace function ops.settle_difference(
  p_provider text, p_external_id text, p_difference text, p_reason text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor constant text := app.actor();
  v_difference jsonb;
begin
  perform billing.require_reason(p_reason, 'Say what was found and done.');
  select to_jsonb(d) into v_difference
  from billing.differences as d
  where d.provider = p_provider and d.external_id = p_external_id and d.difference = p_difference
  limit 1;
  if not found then
    return 'unknown';
  end if;
  insert into billing.settled_differences (provider, charge_id, difference, actor, reason, at)
  values (p_provider, p_external_id, p_difference, v_actor, p_reason, app.now())
  on conflict do nothing;
  if not found then
    return 'already_settled';
  end if;
  perform app.record(
    v_actor, 'difference.settled', 'payment', (v_difference ->> 'payment_id')::bigint, v_difference, null, p_reason
  );
  return 'settled';
end
$$;
comment on function ops.settle_difference(text, text, text, text) is
  'Closes a difference of ops.reconciliation that was looked at and done with; the alarm ends with the last. settled, already_settled or unknown. Raises TK061 without a reason.';
