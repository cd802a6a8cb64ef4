create or replace function billing.payers_of(p_user_id bigint) returns bigint[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select array(
    select p_user_id
    union
    select p.payer_id
    from billing.paid_periods as p
    where p.user_id = p_user_id and coalesce(p.closed_at, p.ends_at) > app.now() and p.payer_id is not null
  )
$$;
comment on function billing.payers_of(bigint) is
  'A user, and whoever paid for time that he has: whose accounts what becomes of that time may concern, see billing.lock_users.';
