-- One figure a step: each takes seconds in a large shop, and its transaction is to end before the next begins.
create or replace function jobs.refresh_figures(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count constant integer := ops.refresh_figures(least(p_limit, 1));
begin
  return (v_count, 0, v_count > 0);
end
$$;
comment on function jobs.refresh_figures(integer) is 'Step of the job refresh_figures, see ops.refresh_figures.';

select jobs.register(
  p_name => 'refresh_figures',
  p_schedule => '3-59/15 * * * *',
  p_position => 30,
  p_description => 'Counts the figures of the admin menu ahead, in a shop with many customers.',
  p_batch_size => 1
);
