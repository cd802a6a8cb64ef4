-- Begins periods that were sold for later, and resets traffic when it is due. It handles everything due, never "this
-- minute's". It runs after expire_due, because an ended subscription begins nothing.
create or replace function jobs.begin_due(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.begin_batch(p_limit)
$$;
comment on function jobs.begin_due(integer) is 'Step of the job begin_due, see billing.begin_batch.';

select jobs.register(
  p_name => 'begin_due',
  p_schedule => '* * * * *',
  p_position => 15,
  p_batch_size => 50,
  p_description => 'Tells the panels what begins: limits and places of another plan, and a traffic reset.'
);
