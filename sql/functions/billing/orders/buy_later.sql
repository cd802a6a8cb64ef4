-- A temporary failure is not final: the money is on the balance, and the order is retried with a growing delay, from
-- a minute to an hour. A missing offer is waited for as long as if nothing else kept the order waiting meanwhile, and
-- no longer.
create or replace function billing.buy_later(p_order billing.orders, p_sqlstate text, p_error text) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into billing.unbought as u (
    order_id, user_id, since, next_at, sqlstate, error, offer_until, otherwise_since
  )
  values (
    p_order.id, p_order.user_id, app.now(), app.now() + interval '1 minute', p_sqlstate, p_error,
    case when p_error = 'no_offer' then app.now() + interval '1 day' end,
    case when p_error <> 'no_offer' then app.now() end
  )
  on conflict (order_id) do update
  set
    next_at = app.now() + least(interval '1 minute' * power(2, least(u.attempts, 6)), interval '1 hour'),
    attempts = u.attempts + 1,
    sqlstate = excluded.sqlstate,
    error = excluded.error,
    offer_until = case
      when excluded.otherwise_since is null and u.otherwise_since is not null
        then coalesce(u.offer_until + (app.now() - u.otherwise_since), excluded.offer_until)
      else u.offer_until
    end,
    otherwise_since = case
      when excluded.otherwise_since is not null then coalesce(u.otherwise_since, excluded.otherwise_since)
    end
$$;
comment on function billing.buy_later(billing.orders, text, text) is
  'Lets the job buy_waiting retry an order that is covered by the balance. p_sqlstate (null for an outcome), p_error: why it could not be bought now.';
