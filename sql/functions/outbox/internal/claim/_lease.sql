-- The second half of a claim: reads the heads of the lanes that outbox._claim has locked, calls their prepare hooks
-- and leases the lanes. Mostly all of them can be handed out as they are: then one update is enough. Otherwise
-- outbox._lease_some decides for each lane. (For one message, to prepare a statement's nodes costs more than to run
-- them.)
create or replace function outbox._lease(
  p_topic outbox.topics, p_now timestamptz, p_token bigint, p_lanes tid[],
  out messages json, out destinations bigint[], out rests boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
  v_answers jsonb[];
  v_last_ids bigint[];
  v_all boolean;
begin
  select
    json_agg(
      json_build_array(a.lane, a.id, a.kind, coalesce(a.answer -> 'payload', a.payload), a.attempts + 1, null, a.last_error)
    ),
    array_agg(a.destination), array_agg(a.id), array_agg(a.answer), array_agg(a.last_id) filter (where a.rank = 1),
    bool_and(a.verdict is null and a.id is not null and not a.lapsed and coalesce(a.answer ? 'payload', true))
  into messages, destinations, v_ids, v_answers, v_last_ids, v_all
  from (
    select h.*,
      case h.verdict
        when 'attempts' then null
        when 'too_late' then '{"dropped": "too_late"}'
        when 'in_doubt' then '{"dropped": "in_doubt"}'
        else case
          when h.prepare is not null and not h.lapsed
            then coalesce(outbox._prepare(h.prepare, h.lane, h.payload), '{"dropped": "untrue"}')
        end
      end as answer
    from outbox._heads(p_topic, p_lanes) as h
    order by h.place, h.rank
  ) as a;

  if v_all then
    update outbox.lanes as l
    set token = p_token, claimed_to = u.last_id, ready_at = p_now + p_topic.lease, attempts = l.attempts + 1
    from unnest(p_lanes, v_last_ids) as u (tid, last_id)
    where l.ctid = u.tid;
    rests := false;
  else
    select s.messages, s.destinations, s.rests into messages, destinations, rests
    from outbox._lease_some(p_topic, p_now, p_token, p_lanes, v_ids, v_answers) as s;
  end if;
end
$$;
comment on function outbox._lease(outbox.topics, timestamptz, bigint, tid[]) is
  'Takes the topic, the current time, the token and the locked lanes by ctid. Returns [[lane, id, kind, payload, attempt, reason to bury or null, error], ...], ordered by lane as given, then by position within the lane, or null for none; the destination of each of them, in that order; and whether it may be that a lane was given nothing, and is due again later.';
