-- What one user wants remembered must not keep others from paying: his page is made without that.
create or replace function billing.note_forbidden(p_provider text) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update billing.providers as p set saving_forbidden_at = app.now() where p.name = p_provider
$$;
comment on function billing.note_forbidden(text) is
  'Notes that a provider refused to remember a method, or to charge one, because its shop may not; see billing.remembers. Raises an alarm with the next look of jobs.watch_jobs.';
