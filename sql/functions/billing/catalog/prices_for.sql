-- Computes what people pay. Quote, order, renewal, announcement and notice all use this function, so that the
-- announced amount is the charged amount. Everything that lowers a price is a branch of `lowered`: one row for each
-- reason, with the amount that it takes off the list price.
--
-- Discounts do not add up: the best one counts, plus those whose row says that it comes on top. All are taken off the
-- same list price, and never below the setting lowest_price; which of them count says billing.discounts_that_count.
-- What renewal charges differs in promo codes only: the code that a person has entered is for what he buys himself, and
-- a renewal has what the code of its subscription promised.
create or replace function billing.prices_for(
  p_user_ids bigint[], p_price_ids bigint[], p_automatic boolean default false, p_subscription_ids bigint[] default null
)
returns table (
  user_id bigint,
  price_id bigint,
  list_amount bigint,
  discount bigint,
  amount bigint,
  currency text,
  reasons text[],
  use_ids bigint[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_lowest constant jsonb := app.setting('lowest_price');
  -- Asked once: in most shops no code lowers renewals, and each of them would look for its own.
  v_promised constant boolean := p_automatic
    and exists (select from billing.promo_uses as u where u.renewals_left > 0);
begin
  return query
  select
    d.user_id, r.id, r.amount, case when r.id is not null then a.amount end, r.amount - a.amount, r.currency::text,
    case when a.counted is null then '{}' else array(select a.reasons[c.place] from unnest(a.counted) as c (place)) end,
    case when a.has_uses then array(
      select a.use_ids[c.place] from unnest(a.counted) as c (place) where a.use_ids[c.place] is not null
    ) end
  from unnest(p_user_ids, p_price_ids, p_subscription_ids)
    with ordinality as d (user_id, price_id, subscription_id, n)
  left join billing.prices as r on r.id = d.price_id
  left join billing.plans as p on p.id = r.plan_id
  cross join lateral (
    select greatest(r.amount - coalesce((v_lowest ->> r.currency::text)::bigint, 1), 0) as most
  ) as m
  cross join lateral (
    select
      least(
        coalesce(sum(l.amount) filter (where l.adds_up), 0) + coalesce(max(l.amount) filter (where not l.adds_up), 0),
        m.most
      )::bigint as amount,
      array_agg(l.reason) as reasons,
      array_agg(l.use_id) as use_ids,
      count(l.use_id) > 0 as has_uses,
      -- Nearly everybody has none, or one.
      case
        when count(*) = 0 or m.most = 0 then null
        when count(*) = 1 then '{1}'
        else billing.discounts_that_count(array_agg(l.amount), array_agg(l.adds_up), array_agg(l.reason), m.most)
      end as counted
    from (
      select
        q.kind as reason, q.adds_up, coalesce(r.amount - q.amount, r.amount * q.percent / 100) as amount,
        null::bigint as use_id
      from billing.personal_prices as q
      where q.user_id = d.user_id
        and q.valid @> app.now()
        and (q.plan_id is null or q.plan_id = r.plan_id)
        and (q.period_count is null or (q.period_count, q.period_unit) = (r.period_count, r.period_unit))
        and (q.currency is null or q.currency = r.currency)
      union all
      select 'old_price', false, r.amount - k.amount, null
      from billing.subscriptions as s
      join billing.prices as k on k.id = coalesce(s.kept_price_id, s.price_id)
      where p.grandfathers
        -- What is begun, a gift or one more, has no old price.
        and s.id = d.subscription_id
        and s.user_id = d.user_id
        and s.renewal_price_id is not null
        -- The last attempt of a renewal is made when access is over, and each of them may be late. What was not
        -- delivered, and so ended, is no break.
        and (
          s.status = 'active'
          and (p_automatic or s.expires_at > app.now() or s.auto_renew and s.renew_at <= app.now())
          or s.status = 'expired' and billing.was_undelivered(s.id, s.period_number)
        )
        and (k.plan_id, k.period_count, k.period_unit, k.currency::text)
        = (r.plan_id, r.period_count, r.period_unit, r.currency::text)
      union all
      select 'promo_code', f.adds_up, f.amount, null
      from billing.promo_choices as h
      cross join lateral billing.promo_off(h.code_id, h.user_id, r) as f
      where not p_automatic and h.user_id = d.user_id
      union all
      select 'promo_code', c.adds_up, coalesce(c.amount, r.amount * c.percent / 100), u.id
      from billing.promo_uses as u
      join billing.promo_codes as c on c.id = u.code_id
      join billing.orders as o on o.id = u.order_id
      join billing.prices as b on b.id = o.price_id
      where v_promised
        and u.user_id = d.user_id
        and u.renewals_left > 0
        -- Until its order is fulfilled it is of no subscription yet.
        and o.subscription_id is not distinct from d.subscription_id
        and (b.plan_id, b.period_count, b.period_unit, b.currency::text)
        = (r.plan_id, r.period_count, r.period_unit, r.currency::text)
    ) as l
    where l.amount > 0
  ) as a
  order by d.n;
end
$$;
comment on function billing.prices_for(bigint[], bigint[], boolean, bigint[]) is
  'Returns what each of these users pays for the price at the same position, in the order given; one row for each pair, nulls for a price that is null. p_subscription_ids: for which subscription, at that position; null: one that a purchase is about to begin, or a gift. p_automatic: when an automatic renewal charges it; else when he buys it himself, with the promo code that he has entered. Minor units of currency: amount = list_amount - discount; reasons: the discounts that counted, personal, vip, offer, old_price or promo_code; use_ids: the uses of promo codes (billing.promo_uses) whose promise lowered a renewal, null for none.';
