-- The conditional update decides who gets the last use. A person has one reservation of a code at a time: the order
-- that he looked at last takes it over, and an older order takes it back if he pays it after all.
--
-- Locks: the person's, then his reservation, then the code. A transaction that holds a code's row waits for no
-- reservation of others.
create or replace function billing.reserve_promo(p_user_id bigint, p_code_id bigint, p_order_id bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_number integer;
begin
  update billing.promo_uses as u
  set order_id = p_order_id, reserved_at = app.now()
  where u.code_id = p_code_id and u.user_id = p_user_id and u.state = 'reserved';
  if found then
    return true;
  end if;

  select min(n.n) into v_number
  from billing.promo_codes as c
  cross join lateral generate_series(1, c.uses_per_user) as n (n)
  where c.id = p_code_id
    and not exists (
      select from billing.promo_uses as u where u.code_id = c.id and u.user_id = p_user_id and u.number = n.n
    );
  if v_number is null or not billing.take_promo_use(p_code_id) then
    return false;
  end if;
  insert into billing.promo_uses (code_id, user_id, number, state, order_id, reserved_at)
  values (p_code_id, p_user_id, v_number, 'reserved', p_order_id, app.now());
  return true;
end
$$;
comment on function billing.reserve_promo(bigint, bigint, bigint) is
  'Reserves one use of a promo code for an order of this user, until that ends. False when none is left, for all or for him, or the code is retired. The caller holds the user''s locks.';
