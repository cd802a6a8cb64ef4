-- An operator has examined an event that could not be booked automatically, and has done what was necessary
-- (ops.credit, ops.debit, or nothing).
create or replace function inbox._settle_money_event(p_id bigint, p_actor text, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event inbox.money_events;
begin
  if btrim(coalesce(p_reason, '')) = '' then
    raise exception using
      errcode = 'TK061', message = 'an operation by hand needs a reason', hint = 'Say what was found and done.';
  end if;
  select e.* into v_event from inbox.money_events as e where e.id = p_id for no key update;
  if v_event.id is null then
    return 'unknown';
  elsif v_event.closed_at is not null then
    return 'already_settled';
  elsif v_event.outcome is null then
    return 'not_booked';
  end if;

  update inbox.money_events as e
  set outcome = 'settled', closed_at = clock_timestamp(), told_at = clock_timestamp(), details = null
  where e.id = p_id;
  perform app.record(
    p_actor, 'money_event.settled', 'money_event', p_id,
    to_jsonb(v_event) - array['telegram_id', 'details', 'invoice_payload'], null, p_reason
  );
  return 'settled';
end
$$;
comment on function inbox._settle_money_event(bigint, text, text) is
  'Closes an unclear event or a refund by the provider, on behalf of p_actor. Returns settled, already_settled, not_booked (a payment that still waits: it is booked automatically) or unknown. Raises TK061 without a reason.';
