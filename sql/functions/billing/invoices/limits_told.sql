create or replace function billing.limits_told(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
begin
  delete from billing.provider_limits as l where l.provider = p_payload ->> 'provider';
  insert into billing.provider_limits (provider, currency, min_amount, max_amount)
  select p_payload ->> 'provider', l.currency, l.least, l.most
  from jsonb_to_recordset(p_result -> 'limits') as l (currency text, least bigint, most bigint);
  update billing.providers as p set limits_at = app.now() where p.name = p_payload ->> 'provider';
end
$$;
comment on function billing.limits_told(text, jsonb, jsonb) is
  'Done hook of payment.limits. p_payload: {"provider"}; p_result: {"limits": [{"currency", "least", "most": null for none}, ...]}, minor units. Replaces all limits that the provider told before.';
