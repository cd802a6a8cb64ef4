-- In seconds, because a day subtracted from a time is not 24 hours in every session's time zone. In whole
-- microseconds, as PostgreSQL stores time, and computed from all refunds so far together, so that parts add up.
create or replace function billing.time_refunded(p_period billing.paid_periods, p_amount bigint) returns interval
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select make_interval(
    secs => (
      div(sold.microseconds * (p_period.refunded + p_amount), p_period.charged)
      - div(sold.microseconds * p_period.refunded, p_period.charged)
    )::double precision / 1000000
  )
  from (select 1000000 * extract(epoch from p_period.ends_at - p_period.starts_at) as microseconds) as sold
$$;
comment on function billing.time_refunded(billing.paid_periods, bigint) is
  'Returns how much time a refund of p_amount (minor units) of a period takes, in addition to what was refunded of it before.';
