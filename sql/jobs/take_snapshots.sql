-- System accounts have no balance row; their balance is the last snapshot plus the entries since. The job runs at
-- night, because a snapshot blocks new transfers while the day's entries are summed.
create or replace function jobs.take_snapshots(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select ledger.take_snapshots(), 0, false
$$;
comment on function jobs.take_snapshots(integer) is
  'Step of the job take_snapshots, see ledger.take_snapshots. Takes all snapshots at once; p_limit is ignored.';

select jobs.register(
  p_name => 'take_snapshots',
  p_schedule => '47 3 * * *',
  p_position => 80,
  p_description => 'Stores the balances of the system accounts, so that they need not be summed from the beginning.'
);
