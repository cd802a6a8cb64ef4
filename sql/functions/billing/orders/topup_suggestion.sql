-- Suggests a top-up for the wanted order, else for the first upcoming renewal that the balance does not cover; the
-- balance pays renewals in the order in which they are charged.
create or replace function billing.topup_suggestion(p_user_id bigint) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select billing.topup_for(w.missing, w.currency)
    from (
      select u.currency, coalesce(
        (
          select o.amount - o.credit - billing.balance_of(p_user_id, o.currency)
          from billing.wanted_order(p_user_id) as o
          where o.currency = u.currency
        ),
        (
          select n.total - n.balance
          from (
            select
              sum(c.amount) over (order by c.at, s.id)::bigint as total,
              billing.balance_of(p_user_id, c.currency) as balance
            from billing.subscriptions as s
            cross join lateral billing.next_charge(s) as c
            where s.user_id = p_user_id and c.amount is not null and c.currency = u.currency
          ) as n
          where n.total > n.balance
          order by n.total
          limit 1
        )
      ) as missing
      from (values (billing.currency_of(p_user_id))) as u (currency)
    ) as w
    where w.missing > 0
  );
end
$$;
comment on function billing.topup_suggestion(bigint) is
  'Returns what the balance lacks for the wanted order (billing.wanted_order), or else for the next renewal, as a possible top-up; null when it lacks nothing. Minor units of the user''s currency.';
