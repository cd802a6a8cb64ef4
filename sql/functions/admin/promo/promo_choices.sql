create or replace function admin.promo_choices(p_telegram_id bigint)
returns table (currency text, plans text[], lengths text[], vip_percent integer)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'promo');
  return query
  select
    billing.currency(),
    array(select p.code from billing.plans as p where p.active order by p.position, p.id),
    array(
      select format('%s %s', c.period_count, c.period_unit)
      from billing.current_prices as c
      where c.currency = billing.currency()
      group by c.period_count, c.period_unit
      order by c.period_unit, c.period_count
    ),
    app.setting('vip_percent')::integer;
end
$$;
comment on function admin.promo_choices(bigint) is
  'What the terms of a promo code are chosen from: the currency of the shop, the codes of its plans, the lengths that are sold, and what a VIP pays less, percent. Raises TK070 without the permission promo.';
