-- Leases, rests or closes each lane of a claim that cannot be handed out as a whole.
--
-- A lane that still has a token has an expired lease: its consumer died. That counts as a failed attempt, and the
-- lane comes back after a backoff of its own. If lapsed lanes were handed out at once, they would be claimed together
-- with the message that kills the consumer again and again, until all of them had used up their attempts.
--
-- Dropped messages are deleted and recorded by outbox._drop. A message to be buried (its attempts were used up by
-- crashes, or its prepare hook failed because of the message itself) is handed out with a reason instead: outbox._bury
-- runs hooks that lock rows of the business, and those locks come before locks of lanes. If a prepare hook fails for
-- another reason, the message waits with all messages behind it; such a fault costs no attempt and counts for the
-- breaker.
--
-- A lane that hides its messages (see outbox._heads) is read from its beginning once.
create or replace function outbox._lease_some(
  p_topic outbox.topics, p_now timestamptz, p_token bigint, p_lanes tid[], p_ids bigint[], p_answers jsonb[],
  out messages json, out destinations bigint[], out rests boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_hashjoin = on
as $$
declare
  v_troubles jsonb;
  v_dropped jsonb;
begin
  with answered as materialized (
    select h.*, u.answer
    from outbox._heads(p_topic, p_lanes) as h
    left join unnest(p_ids, p_answers) as u (id, answer) on u.id = h.id
  ),
  stops as materialized (
    select a.tid, min(a.id) as id
    from answered as a
    where a.answer ? 'trouble'
      or a.answer ? 'error' and (a.tried_until = 'done' or a.attempts + 1 < p_topic.max_attempts)
    group by a.tid
  ),
  asked as materialized (
    select a.*, s.tid is not null as waits,
      a.answer -> 'dropped' is null and not a.lapsed and s.tid is null as is_sent
    from answered as a
    left join stops as s on s.tid = a.tid and s.id <= a.id
  ),
  plan as materialized (
    select a.tid, a.lapsed,
      max(a.id) filter (where a.is_sent) as claimed_to,
      min(coalesce(a.answer ->> 'trouble', a.answer ->> 'error')) filter (where a.waits) as failed_with,
      coalesce(bool_or(a.answer ? 'trouble'), false) as is_systemic,
      count(a.answer -> 'dropped') as dropped,
      coalesce(bool_or(a.answer -> 'dropped' is not null and a.rank = 1), false) as head_dropped,
      case count(a.id)
        when 0 then a.waiting = 0 or a.done_to = 0
        else a.waiting <= count(a.answer -> 'dropped')
      end as empty,
      count(a.id) = 0 as is_hidden
    from asked as a
    group by a.tid, a.lapsed, a.waiting, a.done_to
  ),
  kept as (
    update outbox.lanes as l
    set
      token = case when p.claimed_to is not null then p_token end,
      claimed_to = p.claimed_to,
      ready_at = p_now + case
        when p.claimed_to is not null then p_topic.lease
        when p.lapsed then outbox._backoff(p_topic, l.attempts)
        when p.failed_with is not null
          then outbox._pause_after(
            p_topic,
            outbox._with_limits(p_topic, (select d from outbox.destinations as d where d.id = l.destination)),
            l.attempts + 1, p.is_systemic
          )
        else '0'
      end,
      done_to = case when p.is_hidden then 0 else l.done_to end,
      attempts = case when p.head_dropped then 0 else l.attempts end
        + (p.claimed_to is not null or p.failed_with is not null and not p.is_systemic)::integer,
      last_error = case
        when p.lapsed then 'the consumer died or lost its connection'
        when p.claimed_to is null then coalesce(p.failed_with, l.last_error)
        else l.last_error
      end,
      waiting = l.waiting - p.dropped
    from plan as p
    where l.ctid = p.tid and not p.empty
  ),
  closed as (
    delete from outbox.lanes as l
    using plan as p
    where l.ctid = p.tid and p.empty
  )
  select json_agg(
    json_build_array(
      a.lane, a.id, a.kind, coalesce(a.answer -> 'payload', a.payload), a.attempts + 1,
      coalesce(a.verdict, case when a.answer ? 'error' then 'prepare' end),
      coalesce(a.answer ->> 'error', a.last_error)
    )
    order by a.place, a.rank
  ) filter (where a.is_sent),
  array_agg(a.destination order by a.place, a.rank) filter (where a.is_sent),
  count(*) filter (where a.is_sent and a.rank = 1) < cardinality(p_lanes),
  jsonb_object_agg(a.destination, a.answer ->> 'trouble') filter (where a.answer ? 'trouble'),
  jsonb_agg(jsonb_build_object(
    'message', a.message, 'destination', a.destination, 'attempts', a.attempts, 'reason', a.answer ->> 'dropped'
  )) filter (where a.answer ? 'dropped')
  into messages, destinations, rests, v_troubles, v_dropped
  from asked as a
  where a.id is not null;
  if v_dropped is not null then
    perform outbox._drop(v_dropped);
  end if;
  if v_troubles is not null then
    perform outbox._failed(outbox._with_limits(p_topic, d), v_troubles ->> d.id::text)
    from (
      select d.* from outbox.destinations as d where v_troubles ? d.id::text order by d.id
    ) as d;
  end if;
end
$$;
comment on function outbox._lease_some(outbox.topics, timestamptz, bigint, tid[], bigint[], jsonb[]) is
  'Takes what outbox._lease takes, and of each message that it asked about, the id and the answer: {"payload"}, {"dropped"}, {"error"}, {"trouble"} or null. Returns what outbox._lease returns.';
