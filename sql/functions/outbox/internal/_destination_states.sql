-- A destination is in trouble in three cases: it is paused for longer than a flood wait, it refuses our credentials,
-- or its oldest due lane has waited for minutes (one minute for an answer to a tap, five for outgoing work).
-- Broadcasts are not checked, because they wait as long as there is other work. A topic that has had no work yet is
-- listed with the destination main.
create or replace function outbox._destination_states()
returns table (
  topic text, destination text, name text, ok boolean, detail text, paused_seconds double precision,
  late_seconds double precision
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    t.name,
    coalesce(d.name, 'main'),
    'topic_' || t.name || coalesce(':' || nullif(d.name, 'main'), ''),
    w.paused <= case when p.reason like 'denied:%' then 0 else 30 end
      and w.late <= case t.consumer when 'bot' then 60 else 300 end,
    case
      when w.paused > 0
        then format(
          'paused until %s: %s',
          case
            when w.paused = 'infinity' then 'somebody resumes it'
            else to_char(p.until at time zone 'UTC', 'HH24:MI:SS "UTC"')
          end,
          coalesce(p.reason, 'no reason given')
        )
      when w.late > 5 then format('the oldest that is due waits for %s s', w.late::integer)
      when d.failures >= coalesce(d.breaker_failures, t.breaker_failures) then format('%s failures in a row', d.failures)
      else 'flows'
    end,
    w.paused,
    w.late
  from outbox.topics as t
  left join outbox.destinations as d on d.topic = t.name
  left join lateral (
    select min(o.ready_at) as ready_at
    from unnest('{answer,receipt,notice}'::outbox.priority[]) as u (priority)
    cross join lateral (
      select l.ready_at
      from outbox.lanes as l
      where l.destination = d.id and l.priority = u.priority and l.waiting > 0 and l.ready_at > '-infinity'
      order by l.ready_at
      limit 1
    ) as o
  ) as o on true
  cross join lateral (
    select
      greatest(t.paused_until, d.paused_until) as until,
      case when d.paused_until > t.paused_until or t.paused_until is null then d.pause_reason else t.pause_reason end
        as reason
  ) as p
  cross join (select extract(epoch from clock_timestamp()) as epoch) as n
  cross join lateral (
    select
      coalesce(greatest(extract(epoch from p.until) - n.epoch, 0), 0)::double precision as paused,
      coalesce(greatest(n.epoch - extract(epoch from o.ready_at), 0), 0)::double precision as late
  ) as w
  order by t.name, d.id
$$;
comment on function outbox._destination_states() is
  'One row per destination: the name of its check (topic_<topic>, followed by :<destination> unless that is main), whether it is well, a description, for how many seconds it is still paused (Infinity: until an operator resumes it), and for how many seconds its oldest due lane has waited.';
