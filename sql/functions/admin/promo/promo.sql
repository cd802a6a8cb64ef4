create or replace function admin.promo(p_telegram_id bigint, p_id bigint)
returns table (
  id bigint,
  name text,
  is_batch boolean,
  kind text,
  percent integer,
  amount bigint,
  currency text,
  days integer,
  hours integer,
  audience text,
  plans text[],
  lengths text[],
  first_only boolean,
  min_amount bigint,
  adds_up boolean,
  renewals integer,
  max_uses integer,
  uses_per_user integer,
  valid_from timestamptz,
  valid_until timestamptz,
  retired_at timestamptz,
  reason text,
  codes bigint,
  usable bigint,
  redeemed bigint,
  reserved bigint,
  returned bigint,
  revenue bigint,
  discount bigint,
  given bigint,
  given_days bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'promo');
  return query
  with named as (
    select c.id, c.batch, c.reason from billing.promo_codes as c where c.id = p_id
  ),

  sums as (
    select
      count(*) as codes, count(*) filter (where o.is_usable) as usable, sum(o.redeemed)::bigint as redeemed,
      sum(o.reserved)::bigint as reserved, sum(o.returned)::bigint as returned, sum(o.revenue)::bigint as revenue,
      sum(o.discount)::bigint as discount, sum(o.given)::bigint as given, sum(o.given_days)::bigint as given_days
    from ops.codes as o
    where o.id = p_id or o.batch = (select n.batch from named as n)
  )

  select
    n.id, coalesce(n.batch, c.code), n.batch is not null, c.kind, c.percent, c.amount, c.currency::text, c.days,
    c.hours, c.audience, c.plans, c.lengths, c.first_only, c.min_amount, c.adds_up, c.renewals, c.max_uses, c.uses_per_user,
    c.valid_from, c.valid_until, c.retired_at, n.reason, s.codes, s.usable, s.redeemed, s.reserved, s.returned,
    s.revenue, s.discount, s.given, s.given_days
  from named as n
  join ops.codes as c on c.id = n.id
  cross join sums as s;
end
$$;
comment on function admin.promo(bigint, bigint) is
  'A promo code, or all that were made together with it: its terms, and what it has brought and cost (ops.codes), minor units; usable: how many of the codes can be used now. No row for an unknown id. Raises TK070 without the permission promo.';
