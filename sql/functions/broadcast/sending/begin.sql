-- The recipients are decided and stored now, so that everybody gets the broadcast once, whatever happens later. A
-- variant is drawn by a hash: the same people would be drawn again. The end of quiet hours is computed once for each
-- time zone: for each person, 100,000 took twice as long.
create or replace function broadcast.begin(p_id bigint) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_broadcast broadcast.broadcasts;
  v_count bigint;
begin
  update broadcast.broadcasts as b
  set status = 'sending', started_at = v_now, starts_at = coalesce(b.starts_at, v_now)
  where b.id = p_id and b.status = 'scheduled' and b.starts_at <= v_now and broadcast.lacking(b) is null
  returning b.* into v_broadcast;
  if not found then
    return 0::bigint;
  end if;
  with zones as materialized (
    select
      u.timezone,
      case v_broadcast.kind when 'offer' then billing.after_quiet_hours(v_now, u.timezone) else v_now end as at
    from (select distinct o.timezone from app.users as o) as u
  )
  insert into broadcast.recipients (broadcast_id, user_id, variant, not_before)
  select
    p_id, a.user_id,
    case when abs(hashint8extended(a.user_id, p_id) % 100) < v_broadcast.b_share then 'b' else 'a' end,
    z.at
  from broadcast.audience_of(v_broadcast.segment, v_broadcast.argument, v_broadcast.kind) as a
  join zones as z on z.timezone = a.timezone
  where a.obstacle is null;
  get diagnostics v_count = row_count;
  perform broadcast.feed(p_id);
  return v_count;
end
$$;
comment on function broadcast.begin(bigint) is
  'Decides who gets a broadcast whose time has come, and begins to send it. Returns how many people; 0 when it had begun before, was put off, or has texts that were changed since and are not tested.';
