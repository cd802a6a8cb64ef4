-- Telegram lets a bot delete a message for two days.
create or replace function billing.sweep_invoices(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_users bigint[];
begin
  delete from billing.invoice_messages as m where m.asked_at < app.now() - interval '48 hours';
  with due as (
    select m.order_id
    from billing.invoice_messages as m
    where m.asked_at is null and m.useless_at <= app.now()
    order by m.useless_at
    limit p_limit
  ),
  asked as (
    update billing.invoice_messages as m
    set asked_at = app.now()
    from due as d
    where m.order_id = d.order_id
    returning m.user_id
  )
  select array_agg(distinct a.user_id) into v_users from asked as a;
  perform app.refresh_screen(u.id, 'home') from unnest(v_users) as u (id) order by u.id;
  return (coalesce(cardinality(v_users), 0), 0, coalesce(cardinality(v_users) = p_limit, false));
end
$$;
comment on function billing.sweep_invoices(integer) is
  'Asks the bot to remove up to p_limit expired invoices, and returns whether more may be due.';
