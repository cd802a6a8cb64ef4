-- The second look, and the alarm. What waits for an operator is no broken promise, but nobody should have to
-- look for it.
create or replace function jobs.check_invariants(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs._note_alarm(
    'rows_parked',
    (select format('%s parked, see ops.parked', count(*)) from jobs.parked having count(*) > 0)
  );

  select jobs._note_alarm(
    'letters_dead',
    (
      select format('%s dead, see ops.dead_letters', count(*))
      from outbox.dead_letters as d
      where not d.dropped
      having count(*) > 0
    )
  );

  select jobs._note_alarm(
    'sequences_behind',
    (
      select format('%s, mend by ops.fix_sequences()', string_agg(s.sequence, ', '))
      from ops.sequences() as s
      where s.used > s.drawn
      having count(*) > 0
    )
  );

  select jobs._check_promises('hour');
$$;
comment on function jobs.check_invariants(integer) is
  'Step of the job check_invariants: looks at the promises that are checked by the hour, at ops.parked, ops.dead_letters and ops.sequences, all at once, whatever p_limit says. See jobs.alarms.';

select jobs.register(
  p_name => 'check_invariants',
  p_schedule => '7 * * * *',
  p_position => 70,
  p_description => 'Looks whether the promises are kept that can be looked at quickly, and tells the admins when not.'
);
