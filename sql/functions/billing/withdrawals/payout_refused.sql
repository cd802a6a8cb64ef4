-- Only a refusal of this payout gives the money back. For any other reason the outcome is unknown: the provider is
-- asked again, and an alarm tells of it.
create or replace function billing.payout_refused(p_lane text, p_payload jsonb, p_reason text, p_error text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
begin
  if p_reason <> 'rejected' then
    update billing.withdrawals as w
    set ask_at = app.now() + interval '1 hour'
    where w.id = (p_payload ->> 'withdrawal_id')::bigint and w.status = 'sending';
  else
    perform billing.follow_provider(
      (p_payload ->> 'withdrawal_id')::bigint, 'failed',
      case when p_error ~ 'USER_(NOT_FOUND|ID_INVALID)' then 'crypto_bot' else 'provider' end, left(p_error, 200), null
    );
  end if;
end
$$;
comment on function billing.payout_refused(text, jsonb, text, text) is
  'Dead hook of payment.payout: if the provider understood and refused it, the money is the user''s again. p_reason, p_error: see outbox.dead_letters.';
