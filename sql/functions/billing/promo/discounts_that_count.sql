-- Discounts do not add up: the best one counts, plus those that come on top. A use of a promo code is worth something,
-- so none is taken where it changes nothing: first come those that come on top anyway, then the best of the others by
-- what it would still take off, then codes that come on top; and what takes nothing off does not count.
create or replace function billing.discounts_that_count(
  p_amounts bigint[], p_add_up boolean[], p_reasons text[], p_most bigint
) returns integer[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    with discounts as (
      select
        d.*,
        d.reason = 'promo_code' as is_code,
        p_most - coalesce(sum(d.amount) filter (where d.adds_up and d.reason <> 'promo_code') over (), 0) as room
      from unnest(p_amounts, p_add_up, p_reasons) with ordinality as d (amount, adds_up, reason, n)
    ),

    ranked as (
      select
        d.*,
        row_number() over (
          partition by d.adds_up
          order by least(d.amount, d.room) desc, d.is_code, d.amount desc, d.reason, d.n
        ) as place
      from discounts as d
    ),

    taken as (
      select
        r.n,
        r.amount,
        coalesce(sum(r.amount) over (
          order by r.is_code and r.adds_up, not r.adds_up, r.amount desc, r.n
          rows between unbounded preceding and 1 preceding
        ), 0) as before
      from ranked as r
      where r.adds_up or r.place = 1
    )

    select coalesce(array_agg(t.n::integer order by t.amount desc, t.n), '{}')
    from taken as t
    where t.before < p_most
  );
end
$$;
comment on function billing.discounts_that_count(bigint[], boolean[], text[], bigint) is
  'Returns which of these discounts count, by their places, the largest first: p_amounts is what each takes off (minor units, above zero), p_add_up whether it comes on top of others, p_reasons as in billing.prices_for; together they take no more off than p_most.';
