create or replace function jobs.place_access(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select vpn.place_batch(p_limit)
$$;
comment on function jobs.place_access(integer) is 'Step of the job place_access, see vpn.place_batch.';

select jobs.register(
  p_name => 'place_access',
  p_schedule => '* * * * *',
  p_position => 42,
  p_description => 'Finds panels for access that waits for one, and moves access off panels that are being drained.'
);
