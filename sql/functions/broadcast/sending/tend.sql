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
  for v_broadcast in
    select b.id, b.status
    from broadcast.broadcasts as b
    where b.status in ('scheduled', 'sending', 'paused', 'deleting')
      and (b.status <> 'scheduled' or b.starts_at <= v_now)
    order by b.id
  loop
    if v_broadcast.status = 'scheduled' then
      perform broadcast.begin_due(v_broadcast.id);
      v_done := v_done + 1;
    else
      v_done := v_done + broadcast.reconcile(v_broadcast.id) + broadcast.feed(v_broadcast.id);
    end if;
  end loop;
  return v_done;
end
$$;
comment on function broadcast.tend() is
  'Begins the broadcasts whose time has come, settles what the outbox dropped, and sees that the outbox has the next messages. Returns how many broadcasts were due and recipients were dealt with.';
