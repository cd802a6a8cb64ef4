create or replace function jobs.retry_unreachable(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select r.unmarked, 0, r.unmarked >= p_limit from app.retry_unreachable(p_limit) as r (unmarked)
$$;
comment on function jobs.retry_unreachable(integer) is 'Step of the job retry_unreachable, see app.retry_unreachable.';

select jobs.register(
  p_name => 'retry_unreachable',
  p_schedule => '41 * * * *',
  p_position => 93,
  p_description => 'Lets the shop try again to reach customers whom Telegram refused more than a day ago.'
);
