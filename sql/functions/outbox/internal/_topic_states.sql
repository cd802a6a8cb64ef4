-- A topic is in trouble when it stands still for longer than a flood wait or because our credentials are refused, or
-- when its oldest due lane has waited for minutes: an answer to a tap for one, what goes out for five.
create or replace function outbox._topic_states()
returns table (topic text, ok boolean, detail text, paused_seconds double precision, late_seconds double precision)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    t.name,
    w.paused <= case when t.pause_reason like 'denied:%' then 0 else 30 end
      and w.late <= case t.consumer when 'bot' then 60 else 300 end,
    case
      when w.paused > 0
        then format(
          'paused until %s: %s',
          case
            when w.paused = 'infinity' then 'somebody resumes it'
            else to_char(t.paused_until at time zone 'UTC', 'HH24:MI:SS "UTC"')
          end,
          coalesce(t.pause_reason, 'no reason given')
        )
      when w.late > 5 then format('the oldest that is due waits for %s s', w.late::integer)
      when t.failures >= t.breaker_failures then format('%s failures in a row', t.failures)
      else 'flows'
    end,
    w.paused,
    w.late
  from outbox.topics as t
  left join lateral (
    select l.ready_at
    from outbox.lanes as l
    where l.topic = t.name and l.waiting > 0 and l.ready_at > '-infinity'
    order by l.ready_at
    limit 1
  ) as o on true
  cross join (select extract(epoch from clock_timestamp()) as epoch) as n
  cross join lateral (
    select
      coalesce(greatest(extract(epoch from t.paused_until) - n.epoch, 0), 0)::double precision as paused,
      coalesce(greatest(n.epoch - extract(epoch from o.ready_at), 0), 0)::double precision as late
  ) as w
  order by t.name
$$;
comment on function outbox._topic_states() is
  'Each topic: whether it flows, in words, for how many seconds it is still paused (Infinity: until somebody resumes it), and for how many its oldest due lane has waited.';
