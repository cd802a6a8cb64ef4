-- Messages that were refused because of our credentials back off. Once an operator has corrected the credentials,
-- they need not wait.
create or replace function outbox._hurry_denied(p_topic text, p_destination text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update outbox.lanes as l
  set ready_at = clock_timestamp()
  from (
    select w.lane, w.priority
    from outbox.lanes as w
    join outbox.destinations as d on d.id = w.destination
    where w.topic = p_topic
      and (p_destination is null or d.name = p_destination)
      and w.token is null
      and w.last_error ~ '^denied: '
    order by w.lane, w.priority
    for update of w skip locked
  ) as h
  where l.topic = p_topic and l.lane = h.lane and l.priority = h.priority;
end
$$;
comment on function outbox._hurry_denied(text, text) is
  'Takes a topic and one of its destinations (null for all). Makes the lanes due now whose last attempt was denied.';
