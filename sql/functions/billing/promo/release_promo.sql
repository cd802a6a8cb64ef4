create or replace function billing.release_promo(p_use_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform
  from billing.promo_codes as c
  where c.id in (select u.code_id from billing.promo_uses as u where u.id = any (p_use_ids))
  order by c.id
  for no key update;
  with released as (
    delete from billing.promo_uses as u
    using billing.orders as o
    where u.id = any (p_use_ids)
      and u.state = 'reserved'
      and o.id = u.order_id
      and (o.status <> 'open' or o.expires_at <= app.now())
      and not exists (select from billing.unbought as w where w.order_id = o.id and o.status = 'open')
    returning u.code_id
  )
  update billing.promo_codes as c
  set uses = c.uses - r.count
  from (select l.code_id, count(*)::integer as count from released as l group by l.code_id) as r
  where c.id = r.code_id;
end
$$;
comment on function billing.release_promo(bigint[]) is
  'Gives back those of these reservations (billing.promo_uses) whose orders are over, to everybody.';
