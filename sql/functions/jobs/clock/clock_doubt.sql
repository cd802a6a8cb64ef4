-- A clock that is wrong by hours charges, ends, refunds and purges what is not due, and dates what is bought. So
-- nothing is done while Telegram says that it is wrong, nor after a leap, until Telegram says that it is right. Where
-- Telegram cannot be asked, a leap holds for a quarter of an hour: a shop that stood still does not wait for Telegram.
create or replace function jobs.clock_doubt(p_clock jobs.clock) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
begin
  if abs(extract(epoch from p_clock.ahead)) > 900 then
    return format('PostgreSQL''s clock is %s Telegram''s', jobs.clock_difference(p_clock.ahead));
  elsif abs(extract(epoch from v_now - p_clock.seen_at)) > 900
    or v_now - p_clock.leapt_at between '0' and interval '15 minutes' then
    return 'PostgreSQL''s clock leapt, or its server stood still: Telegram is asked what time it is';
  end if;
  return null;
end
$$;
comment on function jobs.clock_doubt(jobs.clock) is
  'Takes the row of jobs.clock. Returns why PostgreSQL''s clock cannot be believed; null where it can, or where nobody has said otherwise.';
