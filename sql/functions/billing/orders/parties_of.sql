-- A function that spends locks all parties at once, because locks are never added later (billing.lock_users).
create or replace function billing.parties_of(p_user_id bigint) returns bigint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select p_user_id
    union
    select p.payer_id
    from billing.paid_periods as p
    where p.user_id = p_user_id and coalesce(p.closed_at, p.ends_at) > app.now() and p.payer_id is not null
  );
end
$$;
comment on function billing.parties_of(bigint) is
  'Returns a user and those who paid for time that the user has: spending, or a change of that time, may concern their accounts.';
