-- Keep hook of event kinds: an event about money that is not booked yet is never given up.
create or replace function inbox.holds_money(p_lane text, p_payload jsonb) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from inbox.money_events as e
    where e.event_id = (p_payload ->> 'event_id')::bigint and e.outcome is null
  )
$$;
comment on function inbox.holds_money(text, jsonb) is
  'Takes the lane and {"event_id": id of inbox.events}. Returns whether the event has a payment that is not booked.';
