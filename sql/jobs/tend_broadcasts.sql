-- While a broadcast runs, the outbox asks for the next messages itself, whenever some were sent. This begins what is
-- scheduled, and goes on after whatever interrupted that: a crash, a pause of the outbox, the end of quiet hours.
create or replace function jobs.tend_broadcasts(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (a step gets a limit; the window of the outbox is the limit here)
begin
  return (broadcast.tend(), 0, false);
end
$$;
comment on function jobs.tend_broadcasts(integer) is 'Step of the job tend_broadcasts, see broadcast.tend.';

select jobs.register(
  p_name => 'tend_broadcasts',
  p_schedule => '* * * * *',
  p_position => 19,
  p_description => 'Begins scheduled broadcasts, and keeps those that are sending going.'
);
