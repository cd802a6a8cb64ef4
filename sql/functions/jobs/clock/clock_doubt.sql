-- A clock that is wrong by hours charges, ends, refunds and purges what is not due, and dates what is bought. So
-- nothing is done while Telegram says that it is wrong, nor after a leap, until Telegram says that it is right. Where
-- Telegram cannot be asked, a leap holds for a quarter of an hour: a shop that stood still does not wait for Telegram.
--
-- The time is looked at once only: otherwise PostgreSQL would not inline the function.
create or replace function jobs.clock_doubt(p_clock jobs.clock, p_now timestamptz default clock_timestamp())
returns text
language sql
stable
as $$
  select case
    when p_clock.ahead not between interval '-15 minutes' and interval '15 minutes'
      then format('PostgreSQL''s clock is %s Telegram''s', jobs.clock_difference(p_clock.ahead))
    when not p_now <@ tstzrange(
      greatest(p_clock.seen_at - interval '15 minutes', p_clock.leapt_at + interval '15 minutes'),
      greatest(p_clock.seen_at, p_clock.leapt_at) + interval '15 minutes', '[]'
    )
      then 'PostgreSQL''s clock leapt, or its server stood still: Telegram is asked what time it is'
  end
$$;
comment on function jobs.clock_doubt(jobs.clock, timestamptz) is
  'Takes the row of jobs.clock and the machine''s time. Returns why PostgreSQL''s clock cannot be believed; null where it can, or where nobody has said otherwise.';
