-- A notice is tried until its time is over, so each has one.
create or replace function app.notice_until(p_until timestamptz) returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(p_until, app.now() + interval '3 days')
$$;
comment on function app.notice_until(timestamptz) is
  'Until when a notice is worth sending, business time, UTC: p_until, or three days from now.';
