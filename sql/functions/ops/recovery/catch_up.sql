-- While the shop is held, nothing of this is sent; it goes first when the shop is opened. A list that was being read
-- when the backup was taken stands in the way of the one that is needed, and ends before. A shop that was restored
-- once more, before it had caught up, still misses what the first backup missed.
create or replace function ops.catch_up(p_taken_at timestamptz)
returns table (subject text, step text, outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_taken_at constant timestamptz := least(
    p_taken_at, app.now(), (select r.taken_at from app.restores as r where r.caught_up_at is null)
  );
  v_id bigint;
begin
  update app.restores as r set caught_up_at = app.now() where r.caught_up_at is null;
  perform billing.finish_listing(l, 'restored') from billing.listings as l where l.finished_at is null order by l.id;
  insert into app.restores (taken_at, restored_at) values (v_taken_at, app.now())
  returning id into v_id;
  perform app.record(
    app.actor(), 'shop.restored', 'restore', v_id, null, jsonb_build_object('taken_at', v_taken_at)
  );
  return query
  select
    p.name,
    'list of payments',
    ops.reconcile(p.name, least(billing.list_from(p), date_trunc('hour', v_taken_at, 'UTC')))
  from billing.providers as p
  where 'list' = any (p.can)
  order by p.name;
  return query
  select p.code, 'accesses', format('%s to apply', ops.reapply(p.code))
  from vpn.panels as p
  where p.enabled
  order by p.code;
  return query
  select p.code, 'accounts', ops.scan_panel(p.code)::text
  from vpn.panels as p
  where p.enabled
  order by p.code;
  return query
  select format('broadcast %s', b.id), 'broadcasts', broadcast.stop(b.id, 'restored')
  from broadcast.broadcasts as b
  where b.status = 'sending' or b.status = 'scheduled' and b.starts_at <= app.now()
  order by b.id;
  perform billing.note_caught_up();
end
$$;
comment on function ops.catch_up(timestamptz) is
  'For a database that was just restored from a backup of p_taken_at (UTC): has each provider''s list read from then on, each panel brought to what is known here, and its accounts compared, as soon as the shop is opened. Broadcasts that were being sent, or have been due since, may have gone out: they wait for a person (broadcast.stop). Returns what was started. Until the lists are read no saved method is charged: see ops.restores.';
