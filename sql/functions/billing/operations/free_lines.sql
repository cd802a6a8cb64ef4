-- A free period is placed by its time.
create or replace function billing.free_lines(p_user_id bigint) returns table (
  at timestamptz,
  place timestamptz,
  cause text,
  amount bigint,
  currency text,
  balance_after bigint,
  price_id bigint,
  subscription_id bigint,
  period_number integer,
  provider text,
  reason text,
  transfer_id bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    q.created_at as at,
    q.created_at as place,
    case
      when c.kind = 'days' then 'promo'
      when q.kind = 'paid' then 'gift_taken'
      when exists (
        select from billing.throws as w where w.subscription_id = q.subscription_id and w.period_number = q.number
      ) then 'prize_days'
      else q.kind
    end as cause,
    null::bigint as amount,
    null::text as currency,
    null::bigint as balance_after,
    null::bigint as price_id,
    q.subscription_id,
    q.number as period_number,
    null::text as provider,
    coalesce(o.reason, c.code) as reason,
    null::bigint as transfer_id
  from billing.subscriptions as s
  join billing.periods as q on q.subscription_id = s.id
  left join billing.operations as o
    on o.user_id = s.user_id
    and o.result ->> 'period_number' = q.number::text
    and (o.arguments ->> 'subscription_id')::bigint = s.id
  left join billing.promo_uses as u on (u.subscription_id, u.period_number) = (q.subscription_id, q.number)
  left join billing.promo_codes as c on c.id = u.code_id
  where s.user_id = p_user_id
    and (
      q.kind <> 'paid'
      or exists (
        select from billing.gifts as g where g.subscription_id = q.subscription_id and g.period_number = q.number
      )
    )
$$;
comment on function billing.free_lines(bigint) is
  'Returns what a user was granted free of charge, a line for each period. For billing.statement, which says what cause and reason are; place orders the lines.';
