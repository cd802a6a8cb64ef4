-- Sends what the rules of billing.notice_rules say. It handles everything due, never "this minute's": what a missed
-- tick left is sent within its deadline, or recorded as dropped. It runs after renewals and ends, so that nobody is
-- warned of an end that has just been moved.
create or replace function jobs.notify_due(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.notify_batch(p_limit)
$$;
comment on function jobs.notify_due(integer) is 'Step of the job notify_due, see billing.notify_batch.';

select jobs.register(
  p_name => 'notify_due',
  p_schedule => '* * * * *',
  p_position => 18,
  p_flag => 'reminders',
  p_description => 'Sends reminders, tips and invitations by the rules of billing.notice_rules.'
);
