-- Money that comes may buy what waits for it, which may be another one's: whoever spends takes all of them at once,
-- because locks are not added to later (billing.lock_users).
create or replace function billing.parties_of(p_user_id bigint) returns bigint[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select array(
    select unnest(billing.payers_of(p_user_id))
    union
    select unnest(billing.payers_of(o.gift_to))
    from billing.orders as o
    where o.user_id = p_user_id and o.gift_to is not null and o.status = 'open'
  )
$$;
comment on function billing.parties_of(bigint) is
  'Whose money and time it may concern that a user spends: his own, theirs for whom he has an open order, and of whoever paid for time that they have.';
