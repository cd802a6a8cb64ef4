-- If a lane counts messages but none is found, their ids are below done_to: a sequence fell behind after a switch to
-- a logical replica.
--
-- Locked rows are addressed by ctid and heads by a lateral subquery, so that whatever the statistics say, the only
-- possible plan is one lookup for each lane. The function has no settings of its own, so that PostgreSQL inlines it.
create or replace function outbox._heads(p_topic outbox.topics, p_lanes tid[])
returns table (
  tid tid, place bigint, lane text, destination bigint, waiting integer, done_to bigint, last_error text,
  lapsed boolean, message tid, id bigint, kind text, payload jsonb, rank bigint, last_id bigint, prepare text,
  tried_until text, attempts integer, verdict text
)
language sql
stable
as $$
  select
    l.ctid, u.place, l.lane, l.destination, l.waiting, l.done_to, l.last_error,
    l.token is not null, m.message, m.id, m.kind, m.payload, m.rank, m.last_id, k.prepare,
    k.tried_until, case m.rank when 1 then l.attempts else 0 end,
    case
      when m.useful_until <= app.now() then 'too_late'
      when m.id <= l.claimed_to and k.in_doubt = 'drop' then 'in_doubt'
      when m.rank = 1 and l.attempts >= p_topic.max_attempts
        and (k.tried_until = 'attempts' or k.tried_until = 'deadline' and m.useful_until is null) then 'attempts'
    end
  from unnest(p_lanes) with ordinality as u (tid, place)
  join outbox.lanes as l on l.ctid = u.tid
  left join lateral (
    select h.*, row_number() over run as rank, last_value(h.id) over run as last_id
    from (
      select w.ctid as message, w.id, w.kind, w.payload, w.useful_until
      from outbox.messages as w
      where w.topic = l.topic and w.lane = l.lane and w.priority = l.priority and w.id > l.done_to
      order by w.id
      limit p_topic.lane_batch
    ) as h
    window run as (order by h.id rows between unbounded preceding and unbounded following)
  ) as m on true
  left join outbox.kinds as k on k.name = m.kind
$$;
comment on function outbox._heads(outbox.topics, tid[]) is
  'Takes a topic and locked lanes by ctid. Returns the messages at the head of each lane, at most topics.lane_batch, or one row with null ids where none is found: place of the lane among the given ones, whether its lease has lapsed, rank of the message in the run, the id of the last one, attempts of the message, and a verdict: too_late or in_doubt (to be dropped), attempts (used up, to be buried), or null.';
