-- System accounts keep no balance row; their balance is the last snapshot plus the entries since. At night,
-- because taking one holds new transfers back while the day's entries are summed.
create or replace function jobs.take_snapshots(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select ledger.take_snapshots(), 0, false
$$;
comment on function jobs.take_snapshots(integer) is
  'Step of the job take_snapshots, see ledger.take_snapshots. Takes all at once, whatever p_limit says.';

select jobs.register(
  p_name => 'take_snapshots',
  p_schedule => '47 3 * * *',
  p_position => 80,
  p_description => 'Remembers the balances of the system accounts, so that they need not be summed from the beginning.'
);
