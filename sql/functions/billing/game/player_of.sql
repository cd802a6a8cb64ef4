-- A user with several subscriptions plays for the one that ends first.
create or replace function billing.player_of(p_user_id bigint) returns billing.subscriptions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select s
    from billing.subscriptions as s
    where s.user_id = p_user_id
      and s.status = 'active'
      and s.expires_at > app.now()
      and (billing.running_plan(s)).id is not null
    order by s.ends_at, s.id
    limit 1
  );
end
$$;
comment on function billing.player_of(bigint) is
  'Returns the subscription for which a user may play: one that was paid, by whomever, and runs; null for none.';
