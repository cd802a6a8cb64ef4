-- A temporary failure is not final: the money is on the balance, and the order is retried with a growing delay, from
-- a minute to an hour. A missing offer is waited for as long as if nothing else had kept it waiting before.
create or replace function billing.buy_later(p_order billing.orders, p_sqlstate text, p_error text) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into billing.unbought as u (order_id, user_id, since, next_at, sqlstate, error)
  values (p_order.id, p_order.user_id, app.now(), app.now() + interval '1 minute', p_sqlstate, p_error)
  on conflict (order_id) do update
  set
    since = case when excluded.error = 'no_offer' and u.error <> 'no_offer' then excluded.since else u.since end,
    next_at = app.now() + least(interval '1 minute' * power(2, least(u.attempts, 6)), interval '1 hour'),
    attempts = u.attempts + 1,
    sqlstate = excluded.sqlstate,
    error = excluded.error
$$;
comment on function billing.buy_later(billing.orders, text, text) is
  'Lets the job buy_waiting retry an order that is covered by the balance. p_sqlstate (null for an outcome), p_error: why it could not be bought now.';
