-- People chose the time: what an outage has held up for hours (a greeting, an offer that ends tonight) they decide
-- about again. One whose view is gone does not keep the others from starting.
create or replace function broadcast.begin_due(p_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_broadcast broadcast.broadcasts;
  v_obstacle text;
begin
  select b.* into v_broadcast
  from broadcast.broadcasts as b
  where b.id = p_id and b.status = 'scheduled' and b.starts_at <= v_now
  for no key update;
  if not found then
    return;
  end if;
  v_obstacle := case
    when v_broadcast.starts_at < v_now - interval '6 hours' then 'too_late' else broadcast.lacking(v_broadcast)
  end;
  if v_obstacle is null then
    perform broadcast.begin(p_id);
  else
    perform broadcast.stop(p_id, v_obstacle);
  end if;
exception
  when deadlock_detected or serialization_failure or lock_not_available or query_canceled then
    raise;
  when others then
    perform broadcast.stop(p_id, sqlerrm);
end
$$;
comment on function broadcast.begin_due(bigint) is
  'Begins a scheduled broadcast whose time has come; what keeps it from that (broadcast.lacking, more than six hours late, an error) makes it a draft again, with the reason (broadcast.stop).';
