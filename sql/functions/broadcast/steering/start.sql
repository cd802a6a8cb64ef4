-- In a large shop the list of recipients takes longer than a tap may wait: there the job makes it, within a minute.
create or replace function broadcast.start(p_id bigint, p_at timestamptz, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_broadcast broadcast.broadcasts;
  v_lacks text;
  v_is_large constant boolean := (select c.reltuples > 50000 from pg_class as c where c.oid = 'app.users'::regclass);
begin
  select b.* into v_broadcast from broadcast.broadcasts as b where b.id = p_id for no key update;
  v_lacks := broadcast.lacking(v_broadcast);
  if v_broadcast.id is null then
    return 'unknown';
  elsif v_broadcast.status not in ('draft', 'scheduled') then
    return 'over';
  elsif v_lacks is not null then
    return v_lacks;
  elsif p_at < v_now then
    return 'past';
  end if;
  update broadcast.broadcasts as b
  set status = 'scheduled', starts_at = coalesce(p_at, v_now), pause_reason = null
  where b.id = p_id;
  perform app.record(
    app.actor(), 'broadcast.scheduled', 'broadcast', p_id, null,
    jsonb_build_object('at', coalesce(p_at, v_now)), p_reason
  );
  if p_at is null and not v_is_large then
    perform broadcast.begin(p_id);
    return 'started';
  end if;
  return 'scheduled';
end
$$;
comment on function broadcast.start(bigint, timestamptz, text) is
  'Starts a broadcast at a time, UTC; null for now. started, scheduled, unknown, over (it has begun before), past, or what broadcast.lacking says.';
