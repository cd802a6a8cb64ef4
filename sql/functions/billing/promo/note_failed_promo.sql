create or replace function billing.note_failed_promo(p_user_id bigint) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into billing.promo_attempts as a (user_id, failed_at, spent_until)
  values (p_user_id, app.now(), app.now() + interval '1 hour' / app.setting('promo_attempts')::integer)
  on conflict (user_id) do update
  set
    failed_at = excluded.failed_at,
    spent_until = greatest(a.spent_until, app.now()) + interval '1 hour' / app.setting('promo_attempts')::integer;

  update billing.promo_guard as g
  set spent_until = greatest(g.spent_until, app.now()) + interval '1 hour' / app.setting('promo_attempts_all')::integer
$$;
comment on function billing.note_failed_promo(bigint) is
  'Counts an attempt of a user that did not fit, see billing.promo_attempt. The caller holds the user''s locks.';
