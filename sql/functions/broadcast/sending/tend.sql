create or replace function broadcast.tend() returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_broadcast record;
  v_done integer := 0;
begin
  -- One whose view is gone does not keep the others from starting.
  for v_broadcast in
    select b.id, b.status
    from broadcast.broadcasts as b
    where b.status in ('scheduled', 'sending', 'paused', 'deleting')
      and (b.status <> 'scheduled' or b.starts_at <= v_now)
    order by b.id
  loop
    if v_broadcast.status = 'scheduled' then
      begin
        perform broadcast.begin(v_broadcast.id);
        update broadcast.broadcasts as b
        set status = 'draft', pause_reason = format('not begun: %s', broadcast.lacking(b))
        where b.id = v_broadcast.id and b.status = 'scheduled' and b.starts_at <= v_now;
      exception
        when deadlock_detected or serialization_failure or lock_not_available or query_canceled then
          raise;
        when others then
          update broadcast.broadcasts as b
          set status = 'draft', pause_reason = sqlerrm
          where b.id = v_broadcast.id and b.status = 'scheduled';
          perform broadcast.show_progress(v_broadcast.id);
      end;
      v_done := v_done + 1;
    else
      v_done := v_done + broadcast.reconcile(v_broadcast.id) + broadcast.feed(v_broadcast.id);
    end if;
  end loop;
  return v_done;
end
$$;
comment on function broadcast.tend() is
  'Begins the broadcasts whose time has come, settles what the outbox dropped, and sees that the outbox has the next messages. Returns how many broadcasts began and recipients were dealt with.';
