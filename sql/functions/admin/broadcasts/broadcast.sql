create or replace function admin.broadcast(p_telegram_id bigint, p_id bigint)
returns table (
  id bigint, status text, kind text, segment text, argument text, b_share integer, compare_days integer,
  starts_at timestamptz, started_at timestamptz, ended_at timestamptz, pause_reason text, lacking text, zone text,
  reached bigint, cannot_be_reached bigint, declined bigint, progress text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_counted record;
begin
  perform app.act_as_admin(p_telegram_id, 'broadcasts');
  -- A view that is gone must not hide the button that cancels.
  begin
    select a.reached, a.unreachable, a.declined into v_counted
    from broadcast.broadcasts as b
    cross join lateral broadcast.count_audience(b.segment, b.argument, b.kind) as a
    where b.id = p_id and b.started_at is null and b.status in ('draft', 'scheduled');
  exception
    when undefined_table or undefined_column or data_exception or insufficient_privilege then
      null;
  end;
  return query
  select
    b.id, b.status, b.kind, b.segment, b.argument, b.b_share::integer, b.compare_days::integer, b.starts_at,
    b.started_at, b.ended_at, b.pause_reason, broadcast.lacking(b), app.zone_of('UTC'), v_counted.reached, v_counted.unreachable,
    v_counted.declined, (broadcast.progress(b) -> 'args')::text
  from broadcast.broadcasts as b
  where b.id = p_id;
end
$$;
comment on function admin.broadcast(bigint, bigint) is
  'Returns a broadcast; before it starts, how many would get it now (broadcast.count_audience) and what it lacks (broadcast.lacking); progress: the args of broadcast.progress. No row for an unknown one. Raises TK070 without the permission broadcasts.';
