-- Places a purchased period. It starts when the current one ends, so that buying early loses nothing, and so that a
-- payment within the grace also pays for it; after an expiry it starts now. Whether the current period is over is
-- decided by time, not by the status, because the job that sets the status may be late. The anchor stays while the
-- length stays the same and the end is still the one that the anchor gives; a refund or a grant moves it. A period
-- shorter than the grace would already be over: it starts now.
--
-- A query that is inlined, because a job asks for thousands: for each, a call of a function in PL/pgSQL cost 28,000
-- instructions, and this costs a quarter. It takes columns, because a whole row would be built for each.
-- `offset 0` keeps the planner from computing a time once for each column that uses it.
create or replace function billing.next_period_of(
  p_period_number integer,
  p_anchor_number integer,
  p_anchor_at timestamptz,
  p_ends_at timestamptz,
  p_expires_at timestamptz,
  p_count integer,
  p_unit text
) returns setof billing.span
language sql
stable
as $$
  select
    coalesce(p_period_number, 0) + 1,
    case when placed.ends_at <= app.now() then app.now() else placed.starts_at end,
    case
      when placed.ends_at <= app.now() then billing.add_periods(app.now(), 1, p_count, p_unit)
      else placed.ends_at
    end,
    case
      when placed.ends_at <= app.now() then app.now()
      when anchor.is_kept then p_anchor_at
      else placed.starts_at
    end,
    case when anchor.is_kept and (placed.ends_at <= app.now()) is not true then p_anchor_number
      else coalesce(p_period_number, 0) + 1 end
  from (
    select
      p_expires_at > app.now()
      and billing.add_periods(p_anchor_at, p_period_number - p_anchor_number + 1, p_count, p_unit) = p_ends_at as is_kept
    offset 0
  ) as anchor
  cross join lateral (
    select
      case when p_expires_at > app.now() then p_ends_at else app.now() end as starts_at,
      case
        when anchor.is_kept
          then billing.add_periods(p_anchor_at, p_period_number - p_anchor_number + 2, p_count, p_unit)
        when p_expires_at > app.now() then billing.add_periods(p_ends_at, 1, p_count, p_unit)
        else billing.add_periods(app.now(), 1, p_count, p_unit)
      end as ends_at
    offset 0
  ) as placed
$$;
comment on function billing.next_period_of(integer, integer, timestamptz, timestamptz, timestamptz, integer, text) is
  'The query of billing.next_period, for statements that ask for many: takes columns of a subscription (nulls for a user who never had one), and returns one row.';
