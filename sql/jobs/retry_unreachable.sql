create or replace function jobs.retry_unreachable(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_missed constant integer := app.note_missed(p_limit);
  v_unmarked constant integer := app.retry_unreachable(p_limit);
begin
  return (v_unmarked, 0, greatest(v_missed, v_unmarked) >= p_limit);
end
$$;
comment on function jobs.retry_unreachable(integer) is 'Step of the job retry_unreachable, see app.note_missed and app.retry_unreachable.';

select jobs.register(
  p_name => 'retry_unreachable',
  p_schedule => '41 * * * *',
  p_position => 93,
  p_description => 'Tries again to reach customers whom Telegram refused a day ago, and tells what was missed.'
);
