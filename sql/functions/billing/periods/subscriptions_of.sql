-- A subscription that ended long ago must not make the running one ambiguous. Decided by time and not by status,
-- because the job that sets the status may be late.
create or replace function billing.subscriptions_of(p_user_id bigint) returns setof billing.subscriptions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select s.*
  from billing.subscriptions as s
  where s.user_id = p_user_id
    and (
      s.expires_at > app.now()
      or not exists (
        select from billing.subscriptions as o where o.user_id = p_user_id and o.expires_at > app.now()
      )
    )
  order by s.id;
end
$$;
comment on function billing.subscriptions_of(bigint) is
  'Returns the subscriptions of a user that count: those that run, including their grace; while none runs, all that he had.';
