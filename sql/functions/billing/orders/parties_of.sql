-- Money that arrives may buy a waiting order for another user. A function that spends locks all parties at once,
-- because locks are never added later (billing.lock_users).
create or replace function billing.parties_of(p_user_id bigint) returns bigint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select unnest(billing.payers_of(p_user_id))
    union
    select unnest(billing.payers_of(o.gift_to))
    from billing.orders as o
    where o.user_id = p_user_id and o.gift_to is not null and o.status = 'open'
  );
end
$$;
comment on function billing.parties_of(bigint) is
  'Returns whose money and time may be concerned when a user spends: the user, the beneficiaries of his open orders, and everyone who paid for their time.';
