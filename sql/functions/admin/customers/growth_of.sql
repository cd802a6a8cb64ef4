create or replace function admin.growth_of(p_telegram_id bigint, p_user_id bigint) returns table (
  brought bigint,
  brought_paying bigint,
  earned bigint,
  currency text,
  gifts_paid integer,
  gifts_unused integer,
  gifts_taken integer,
  codes text[],
  saved_methods integer,
  withdrawals integer
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    b.brought, b.paying, e.earned, mine.currency, g.paid, g.unused,
    (select count(*)::integer from billing.gifts as t where t.taken_by = p_user_id),
    array(
      select distinct c.code
      from billing.promo_uses as k
      join billing.promo_codes as c on c.id = k.code_id
      where k.user_id = p_user_id and k.state = 'redeemed'
      order by c.code
    ),
    (select count(*)::integer from billing.payment_methods as m where m.user_id = p_user_id and m.removed_at is null),
    (select count(*)::integer from billing.withdrawals as w where w.user_id = p_user_id)
  from app.users as u
  cross join lateral billing.currency_of(u.id) as mine (currency)
  cross join lateral billing.earned_by(u.id, mine.currency) as e
  cross join lateral (
    select count(*) as brought, count(*) filter (where o.paying) as paying
    from billing.origins as o
    where o.referrer_id = u.id
  ) as b
  cross join lateral (
    select count(*)::integer as paid, count(*) filter (where i.status = 'unused')::integer as unused
    from billing.gifts as i
    where i.payer_id = u.id
  ) as g
  where u.id = p_user_id;
end
$$;
comment on function admin.growth_of(bigint, bigint) is
  'Returns whom a customer brought and what that earned (minor units), his gifts, the promo codes that he used, and how many payment methods he has saved. Raises TK070 without the permission customers.';
