create or replace function broadcast.progress(p_broadcast broadcast.broadcasts) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_counts constant jsonb := broadcast.counts(p_broadcast);
  v_to_send constant bigint := (v_counts ->> 'waiting')::bigint - (v_counts ->> 'asleep')::bigint;
begin
  return jsonb_build_object(
    'text', 'broadcast-progress',
    'args', v_counts || jsonb_build_object(
      'id', p_broadcast.id::text,
      'status', p_broadcast.status,
      'why', coalesce(p_broadcast.pause_reason, 'none'),
      -- One that has not begun took no time.
      'minutes', coalesce(
        case p_broadcast.status
          when 'sending' then ceil(v_to_send / (6.0 * broadcast.window_size()))
          else ceil(
            extract(epoch from coalesce(p_broadcast.ended_at, app.now()) - p_broadcast.started_at) / 60
          )
        end,
        0
      )::integer
    )
  );
end
$$;
comment on function broadcast.progress(broadcast.broadcasts) is
  'Returns the text that says how far a broadcast is, and its args: how many recipients in which state (broadcast.counts). minutes: how long it will still take while it is sent, else how long it took. why: what keeps it from going on, see broadcast.broadcasts.pause_reason; none for nothing.';
