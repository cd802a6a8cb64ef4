create or replace function broadcast.progress(p_broadcast broadcast.broadcasts) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_counts record;
begin
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
  into v_counts
  from broadcast.recipients as r
  where r.broadcast_id = p_broadcast.id;
  return jsonb_build_object(
    'text', 'broadcast-progress',
    'args', jsonb_build_object(
      'id', p_broadcast.id::text,
      'status', p_broadcast.status,
      'total', v_counts.total,
      'waiting', v_counts.waiting,
      'sent', v_counts.sent,
      'unreachable', v_counts.unreachable,
      'failed', v_counts.failed,
      'unknown', v_counts.unknown,
      'skipped', v_counts.skipped,
      'deleted', v_counts.deleted,
      'unchanged', v_counts.unchanged,
      'outdated', v_counts.outdated,
      'asleep', v_counts.asleep,
      'minutes', case p_broadcast.status
        when 'sending' then ceil((v_counts.waiting - v_counts.asleep) / (6.0 * broadcast.window_size()))
        else ceil(extract(epoch from coalesce(p_broadcast.ended_at, v_now) - p_broadcast.started_at) / 60)
      end::integer
    )
  );
end
$$;
comment on function broadcast.progress(broadcast.broadcasts) is
  'Returns the text that says how far a broadcast is, and its args: how many recipients in which state. minutes: how long it will still take while it is sending, else how long it took.';
