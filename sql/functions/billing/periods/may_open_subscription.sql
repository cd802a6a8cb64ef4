-- An ended subscription still counts as one: in a shop with one subscription per user, a returning user gets his old
-- one again.
create or replace function billing.may_open_subscription(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select greatest(count(*) filter (where s.expires_at > app.now()), least(count(*), 1))
    from billing.subscriptions as s
    where s.user_id = p_user_id
  ) < app.setting('subscriptions_per_user')::integer;
end
$$;
comment on function billing.may_open_subscription(bigint) is
  'Whether a user may open one more subscription (setting subscriptions_per_user).';
