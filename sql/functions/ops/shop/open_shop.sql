-- An operator opens a database that was restored, copied or made by logical replication, after inspecting it.
-- Sequences come first: replication leaves them behind, and repeated ids would be refused or lost.
create or replace function ops.open_shop(p_reason text default null) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant text := app.held_because();
begin
  perform ops.fix_sequences();
  perform app.settle();
  insert into app.audit (at, actor, action, subject, subject_key, before, after, reason)
  values (
    app.now(), app.actor(), 'shop.opened', 'shop', current_database(),
    jsonb_build_object('held_because', v_before), jsonb_build_object('held_because', app.held_because()), p_reason
  );
  perform pg_notify('outbox_' || t.name, '') from outbox.topics as t;
  return coalesce('still held: ' || app.held_because(), 'open');
end
$$;
comment on function ops.open_shop(text) is
  'Opens the shop in this database: jobs work, waiting messages are sent, updates are processed. Returns open, or still held with the reason when the server''s setting tickover.held is on.';
