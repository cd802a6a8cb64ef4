-- One order per transaction, so that nothing waits for one user's locks while holding another's. A failing order does
-- not delay the next one.
create or replace function billing.buy_waiting() returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_waiting billing.unbought;
  v_order billing.orders;
begin
  select u.* into v_waiting
  from billing.unbought as u
  where u.next_at <= app.now()
  order by u.next_at, u.order_id
  limit 1;
  if not found then
    return (0, 0, false);
  end if;

  begin
    perform billing.lock_users(billing.parties_of(v_waiting.user_id));
    v_order := billing.waiting_order(v_waiting.user_id, v_waiting.order_id);
    if v_order.id = v_waiting.order_id then
      perform billing.buy_cart(v_order, false);
    else
      -- The user has bought it meanwhile, or something else.
      delete from billing.unbought as u where u.order_id = v_waiting.order_id;
    end if;
  exception when others then
    perform billing.buy_later(o, sqlstate, sqlerrm)
    from billing.orders as o
    where o.id = v_waiting.order_id;
  end;
  return (1, 0, true);
end
$$;
comment on function billing.buy_waiting() is
  'Retries the order of billing.unbought that is due next, and returns whether more may be due. A notice tells its user.';
