create or replace function billing.note_caught_up() returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update app.restores as r
  set caught_up_at = app.now()
  where r.caught_up_at is null and not exists (select from billing.unread_lists(r.taken_at, r.restored_at))
$$;
comment on function billing.note_caught_up() is
  'Ends the catching up after a restore when the list of each provider was read. Called when the reading of a list ends.';
