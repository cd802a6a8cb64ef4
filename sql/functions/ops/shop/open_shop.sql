-- An operator opens a database that was restored, copied or made by logical replication, after inspecting it.
-- Sequences come first: replication leaves them behind, and repeated ids would be refused or lost. A restored shop that
-- was opened without ops.catch_up would charge saved methods that were charged since the backup, so it stays held
-- whoever forgot that, or wherever a restore was interrupted.
create or replace function ops.open_shop(p_reason text default null, p_misses_nothing boolean default false)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant text := app.held_because();
begin
  if p_misses_nothing is not true and app.has_to_catch_up() then
    return 'still held: after a restore, select ops.catch_up(''<when the backup was taken>'') first;'
      ' of a copy or replica for which nobody was charged since, select ops.open_shop(''why'', true)';
  end if;
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
comment on function ops.open_shop(text, boolean) is
  'Opens the shop in this database: jobs work, waiting messages are sent, updates are processed. p_misses_nothing: it is a mere copy, or a replica that took over, and knows all that was charged. Returns open, or still held with the reason: the server''s setting tickover.held is on, or ops.catch_up was not called after a restore.';
