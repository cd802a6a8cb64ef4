-- What was refused for our credentials waits behind the rest, and need not when somebody has corrected them.
create or replace function outbox._hurry_denied(p_topic text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update outbox.lanes as l
  set ready_at = clock_timestamp()
  from (
    select d.lane
    from outbox.lanes as d
    where d.topic = p_topic and d.token is null and d.last_error ~ '^denied: '
    order by d.lane
    for update skip locked
  ) as h
  where l.topic = p_topic and l.lane = h.lane;
end
$$;
comment on function outbox._hurry_denied(text) is
  'Takes a topic; lets the lanes go now whose last attempt was denied.';
