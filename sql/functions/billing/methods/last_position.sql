create or replace function billing.last_position(p_user_id bigint) returns integer
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(max(m.position), 0)
  from billing.payment_methods as m
  where m.user_id = p_user_id and m.removed_at is null
$$;
comment on function billing.last_position(bigint) is
  'Returns the position of a user''s last payment method, 0 for none.';
