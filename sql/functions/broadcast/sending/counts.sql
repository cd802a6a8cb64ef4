create or replace function broadcast.counts(p_broadcast broadcast.broadcasts) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
begin
  return case
    when p_broadcast.result is null then (
      select to_jsonb(c)
      from (
        select
          count(*) as total,
          count(*) filter (where r.state = 'waiting') as waiting,
          count(*) filter (where r.state in ('sent', 'deleted')) as sent,
          count(*) filter (where r.state = 'unreachable') as unreachable,
          count(*) filter (where r.state = 'failed') as failed,
          count(*) filter (where r.state = 'unknown') as unknown,
          count(*) filter (where r.state = 'skipped') as skipped,
          count(*) filter (where r.state = 'deleted') as deleted,
          count(*) filter (where r.left_as_is) as unchanged,
          count(*) filter (where r.state = 'sent' and r.version < p_broadcast.version and not r.left_as_is) as outdated,
          count(*) filter (where r.state = 'waiting' and r.not_before > v_now) as asleep
        from broadcast.recipients as r
        where r.broadcast_id = p_broadcast.id
      ) as c
    )
    else (
      select jsonb_object_agg(s.name, coalesce(s.value, 0))
      from (
        select n.name, sum((f.figures ->> n.figure)::bigint) as value
        from (values
          ('total', 'recipients'), ('waiting', 'waiting'), ('sent', 'sent'), ('unreachable', 'unreachable'),
          ('failed', 'failed'), ('unknown', 'unknown'), ('skipped', 'skipped'), ('deleted', 'deleted'),
          ('unchanged', 'unchanged'), ('outdated', null), ('asleep', null)
        ) as n (name, figure)
        left join jsonb_array_elements(p_broadcast.result) as f (figures) on true
        group by n.name
      ) as s
    )
  end;
end
$$;
comment on function broadcast.counts(broadcast.broadcasts) is
  'Returns {"total", "waiting", "sent", ...}: how many recipients of a broadcast are in which state; those that were deleted (broadcast.purge) count as they were then.';
