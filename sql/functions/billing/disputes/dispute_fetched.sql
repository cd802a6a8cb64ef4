-- A provider's answer counts more than a report in its name.
create or replace function billing.dispute_fetched(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
begin
  perform billing.report_dispute(
    p_payload ->> 'provider', jsonb_populate_record(null::billing.dispute_report, p_result)
  )
  where p_result ->> 'external_id' = p_payload ->> 'external_id';
end
$$;
comment on function billing.dispute_fetched(text, jsonb, jsonb) is
  'Done hook of payment.fetch_dispute. p_payload: {"provider", "external_id"}; p_result: as billing.dispute_report, or without an external_id if there is none with that id.';
