-- A notice is retried until its deadline, so every notice has one.
create or replace function app.notice_until(p_until timestamptz) returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(p_until, app.now() + interval '3 days');
end
$$;
comment on function app.notice_until(timestamptz) is
  'Returns until when a notice is worth sending, in business time, UTC: p_until, or three days from now.';
