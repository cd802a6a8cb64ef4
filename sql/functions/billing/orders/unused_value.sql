-- The value of time that is still to come. It is rounded up to whole units, and never exceeds what was paid and not
-- yet refunded. Time is always removed from the end (billing.end_at), so a refund of an earlier period was paid with
-- the time of a later one: value that exceeds the money left in one period counts in the other.
create or replace function billing.unused_value(p_subscription_id bigint, p_at timestamptz)
returns table (number integer, transfer_id bigint, amount bigint, payer_id bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with valued as (
    select
      p.number,
      p.transfer_id,
      p.payer_id,
      p.charged - p.refunded as room,
      billing.whole_unit(p.currency) as unit,
      div(
        p.charged * extract(epoch from coalesce(p.closed_at, p.ends_at) - greatest(p.starts_at, p_at)),
        extract(epoch from p.ends_at - p.starts_at)
      )::bigint as worth
    from billing.paid_periods as p
    where p.subscription_id = p_subscription_id
      and coalesce(p.closed_at, p.ends_at) > greatest(p.starts_at, p_at)
  ),

  kept as (
    select
      v.*,
      greatest(v.room - v.worth, 0) as spare,
      sum(greatest(v.worth - v.room, 0)) over () as excess,
      coalesce(sum(greatest(v.room - v.worth, 0)) over later, 0) as spare_later
    from valued as v
    window later as (order by v.number desc rows between unbounded preceding and 1 preceding)
  ),

  given as (
    select
      k.number,
      k.transfer_id,
      k.payer_id,
      k.unit,
      k.room,
      least(k.worth, k.room) + greatest(least(k.spare, k.excess - k.spare_later), 0)::bigint as amount
    from kept as k
  )

  select g.number, g.transfer_id, least(ceil(g.amount::numeric / g.unit) * g.unit, g.room)::bigint, g.payer_id
  from given as g
  where g.amount > 0
  order by g.number
$$;
comment on function billing.unused_value(bigint, timestamptz) is
  'Returns what the time of each paid period after p_at (UTC) is worth, minor units: its charge times the remaining part of its length, rounded up to whole units of its currency, at most what was not refunded yet. payer_id: who paid it. No row for a period that is worth nothing.';
