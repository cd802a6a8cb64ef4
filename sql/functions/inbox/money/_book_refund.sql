-- An update says that a payment went back to its payer, whoever did that. It may have come before its payment was
-- booked, which then goes first. What fits no payment waits for an operator.
create or replace function inbox._book_refund(p_event inbox.money_events) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome text;
begin
  perform inbox._book_event(e, false)
  from inbox.money_events as e
  where e.provider = p_event.provider
    and e.external_id = p_event.external_id
    and e.kind = 'payment'
    and e.closed_at is null
    and e.outcome is null
  order by e.id
  limit 1;
  v_outcome := billing.note_refunded(p_event.provider, p_event.external_id, p_event.amount, p_event.currency);
  update inbox.money_events as e
  set
    outcome = v_outcome,
    details = case when v_outcome = 'taken_back' then e.details end,
    closed_at = case when v_outcome <> 'taken_back' then clock_timestamp() end,
    told_at = case when v_outcome <> 'taken_back' then clock_timestamp() end
  where e.id = p_event.id;
end
$$;
comment on function inbox._book_refund(inbox.money_events) is
  'Books the refund of an event, see billing.note_refunded, and closes the event; one of no payment of ours becomes taken_back.';
