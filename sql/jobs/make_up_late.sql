create or replace function jobs.make_up_late(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.make_up_late(p_limit)
$$;
comment on function jobs.make_up_late(integer) is 'Step of the job make_up_late, see billing.make_up_late.';

select jobs.register(
  p_name => 'make_up_late',
  p_schedule => '* * * * *',
  p_position => 21,
  p_batch_size => 1,
  p_description => 'Adds the time that a late delivery lost, and tells the users that their access works.'
);
