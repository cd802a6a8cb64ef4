create or replace function billing.had_subscription(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from billing.subscriptions as s
    join billing.periods as q on q.subscription_id = s.id
    where s.user_id = p_user_id and not billing.was_undelivered(q.subscription_id, q.number)
  );
end
$$;
comment on function billing.had_subscription(bigint) is
  'Whether a user ever had time on a subscription, other than what was not delivered and paid back: then he gets no trial.';
