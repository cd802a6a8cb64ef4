-- A refund that was sent or refused is settled. If the provider does not know yet, the shop asks again, and assumes
-- neither.
create or replace function billing.refund_answered(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_id constant bigint := (p_payload ->> 'refund_id')::bigint;
begin
  update billing.refunds as r
  set external_id = p_result ->> 'refund_external_id'
  where r.id = v_id and r.status = 'sending' and p_result ->> 'refund_external_id' is not null;
  case p_result ->> 'status'
    when 'done' then
      perform billing.settle_payout(v_id, true, 'provider', coalesce(p_result ->> 'refund_external_id', 'sent'));
    when 'failed' then
      perform billing.refund_failed(v_id, coalesce(p_result ->> 'reason', 'refused'));
    else
      update billing.refunds as r
      set fetch_at = app.now() + interval '10 minutes'
      where r.id = v_id and r.status = 'sending';
  end case;
end
$$;
comment on function billing.refund_answered(text, jsonb, jsonb) is
  'Done hook of payment.refund and payment.fetch_refund. p_payload: {"refund_id"}; p_result: {"status": done, failed or pending, "refund_external_id", "reason"}.';
