-- One that ended long ago must not get in the way of the one that runs. By time and not by status, because the job that
-- sets it may be late.
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
  'The subscriptions of a user that count: those that run, their grace included; while none does, all that he had.';
