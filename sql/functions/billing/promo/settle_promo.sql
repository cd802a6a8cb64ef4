-- What ends with time. Reservations of orders that are over are given back; codes are locked first, by id, because a
-- transaction that holds a code may wait for a reservation of its own user, and no other way round.
create or replace function billing.settle_promo(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_over bigint[];
  v_use billing.promo_uses;
  v_locked boolean := false;
  v_done integer;
begin
  select array_agg(d.id) into v_over
  from (
    select u.id
    from billing.promo_uses as u
    join billing.orders as o on o.id = u.order_id
    where u.state = 'reserved'
      and (o.status <> 'open' or o.expires_at <= app.now())
      -- Its money is here, and the shop could not sell.
      and not exists (select from billing.unbought as w where w.order_id = o.id and o.status = 'open')
    order by u.id
    limit p_limit
  ) as d;
  v_done := coalesce(cardinality(v_over), 0);
  if v_done > 0 then
    perform billing.release_promo(v_over);
  end if;

  -- One after the other, so that no more users are locked than one.
  for v_use in
    select u.*
    from billing.promo_uses as u
    where u.take_back_at <= app.now() and u.taken_back_at is null
    order by u.take_back_at, u.id
    limit p_limit
  loop
    v_locked := billing.try_lock_users(array[v_use.user_id]);
    exit when v_locked;
  end loop;
  if v_locked then
    perform billing.lock_user(v_use.user_id);
    if v_use.order_id is not null then
      perform billing.return_promo(v_use.id);
    elsif billing.keeps_paid(v_use.user_id) then
      -- He has paid again since.
      update billing.promo_uses as u set take_back_at = null where u.id = v_use.id;
    else
      perform billing.take_back_promo(v_use.id);
    end if;
  end if;
  return (v_done + v_locked::integer, 0, v_locked or v_done = p_limit);
end
$$;
comment on function billing.settle_promo(integer) is
  'Gives back up to p_limit uses of promo codes whose orders are over, and does what one use waits for after a refund: it is returned, or what it gave is taken back (billing.follow_refund). Returns whether more may be due.';
