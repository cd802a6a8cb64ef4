-- While the provider does not say that it was paid, nothing is assumed: the shop asks again.
create or replace function billing.payout_answered(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_id constant bigint := (p_payload ->> 'withdrawal_id')::bigint;
begin
  case p_result ->> 'status'
    when 'done' then
      perform billing.follow_provider(v_id, 'paid', null, p_result ->> 'external_id', p_result ->> 'sent');
    when 'failed' then
      perform billing.follow_provider(v_id, 'failed', 'provider', null, null);
    else
      update billing.withdrawals as w
      set ask_at = app.now() + interval '10 minutes'
      where w.id = v_id and w.status = 'sending';
  end case;
end
$$;
comment on function billing.payout_answered(text, jsonb, jsonb) is
  'Done hook of payment.payout. p_payload: {"withdrawal_id"}; p_result: {"status": done, failed or pending, "external_id", "sent": "5.5 USDT"}, see billing.follow_provider.';
