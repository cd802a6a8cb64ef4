-- While the shop is held, nothing of this is sent; it goes first when the shop is opened.
create or replace function ops.catch_up(p_taken_at timestamptz)
returns table (subject text, step text, outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  update app.restores as r set caught_up_at = app.now() where r.caught_up_at is null;
  insert into app.restores (taken_at, restored_at) values (least(p_taken_at, app.now()), app.now())
  returning id into v_id;
  perform app.record(
    app.actor(), 'shop.restored', 'restore', v_id, null, jsonb_build_object('taken_at', p_taken_at)
  );
  return query
  select
    p.name,
    'list of payments',
    ops.reconcile(p.name, least(billing.list_from(p), date_trunc('hour', p_taken_at, 'UTC')))
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
  perform billing.note_caught_up();
end
$$;
comment on function ops.catch_up(timestamptz) is
  'For a database that was just restored from a backup of p_taken_at (UTC): has each provider''s list read from then on, each panel brought to what is known here, and its accounts compared, as soon as the shop is opened. Returns what was started. Until the lists are read no saved method is charged: see ops.restores.';
