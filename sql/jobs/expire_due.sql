-- Ends every subscription that is due. It handles everything due, never "this minute's", because a missed tick does
-- not come back.
create or replace function jobs.expire_due(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.expire_batch(p_limit)
$$;
comment on function jobs.expire_due(integer) is 'Step of the job expire_due, see billing.expire_batch.';

select jobs.register(
  p_name => 'expire_due',
  p_schedule => '* * * * *',
  p_position => 10,
  p_flag => 'expiry',
  p_runners => 2,
  p_description => 'Ends subscriptions that are due, removes their access and tells their users.'
);
