create or replace function billing.why_no_subscription(p_user_id bigint, p_subscription_id bigint) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when p_subscription_id is not null then 'unknown_subscription'
    when exists (select from billing.subscriptions as s where s.user_id = p_user_id) then 'several_subscriptions'
  end;
end
$$;
comment on function billing.why_no_subscription(bigint, bigint) is
  'Returns why billing.subscription_of gave none, as an outcome: unknown_subscription (none, or another user''s) or several_subscriptions (the caller must name one); null when the user never had one.';
