-- For jobs, which must not wait. It locks the first account of each user, by id: every transaction locks a user's
-- accounts in that order (billing.lock_users), so the others are free.
create or replace function billing.try_lock_users(p_ids bigint[]) returns boolean
language plpgsql
volatile
cost 100000
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first constant bigint[] := array(
    select min(a.id) from ledger.accounts as a where a.user_id = any (p_ids) group by a.user_id
  );
  v_held integer;
begin
  perform
  from ledger.accounts as a
  where a.id = any (v_first)
  order by a.id
  for no key update skip locked;
  get diagnostics v_held = row_count;
  return v_held = cardinality(v_first) and v_held > 0;
end
$$;
comment on function billing.try_lock_users(bigint[]) is
  'Locks the money of these users until the end of the transaction. Returns false if another transaction has locked that of one of them, in which case locks already taken are kept; and for users without an account. The caller locks their subscriptions.';
