-- The only place that decides which subscription is meant. It does not guess: if several count, money would go, or
-- access would end, where nobody asked for it.
create or replace function billing.subscription_of(p_user_id bigint, p_subscription_id bigint default null)
returns billing.subscriptions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
begin
  if p_subscription_id is null then
    select (c.one).* into v_subscription
    from (select s as one, count(*) over () as of_all from billing.subscriptions_of(p_user_id) as s) as c
    where c.of_all = 1;
  else
    select s.* into v_subscription
    from billing.subscriptions as s
    where s.id = p_subscription_id and s.user_id = p_user_id;
  end if;
  return v_subscription;
end
$$;
comment on function billing.subscription_of(bigint, bigint) is
  'Returns the subscription p_subscription_id if it belongs to this user; without an id, the only one that counts (billing.subscriptions_of). Null when there is none, or when it is ambiguous, see billing.why_no_subscription.';
