-- What a period was charged is what system accounts got by its transfer: of the shop, or held for a gift.
create or replace function ops.rates(p_from timestamptz, p_until timestamptz) returns table (
  subscription_id bigint, user_id bigint, currency text, starts_at timestamptz, ends_at timestamptz, rate bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with paid as (
    select
      p.subscription_id, p.number, p.transfer_id, r.currency, p.starts_at, p.closed_at, p.ends_at,
      coalesce(p.closed_at, p.ends_at) as over_at
    from billing.periods as p
    join billing.prices as r on r.id = p.price_id
    where p.kind = 'paid'
      and p.ends_at > p_from
      and p.starts_at <= p_until
      and coalesce(p.closed_at, p.ends_at) > greatest(p_from, p.starts_at)
      and not exists (select from ledger.transfers as t where t.reverses = p.transfer_id)
  ),

  charged as (
    select p.transfer_id, sum(e.amount) as amount
    from paid as p
    join ledger.entries as e on e.transfer_id = p.transfer_id and e.account_version is null and e.currency = p.currency
    group by p.transfer_id
  )

  select
    p.subscription_id, s.user_id, p.currency::text, p.starts_at, p.over_at,
    round(c.amount * 2592000 / extract(epoch from p.ends_at - p.starts_at))::bigint
  from paid as p
  join billing.subscriptions as s on s.id = p.subscription_id
  join charged as c on c.transfer_id = p.transfer_id
$$;
comment on function ops.rates(timestamptz, timestamptz) is
  'The paid periods that run at any time of [p_from, p_until], UTC, from when until when, and what each brings in 30 days, minor units: what was charged for it by the length for which it was sold. A refund takes time back, so until then it brings as much; one whose charge was reversed is none.';
