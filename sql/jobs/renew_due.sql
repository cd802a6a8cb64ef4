-- Renews every subscription whose renew_at has come. It handles everything due, never "this minute's", because a
-- missed tick does not come back. It runs before expire_due, so that a user who can pay is renewed and not ended.
create or replace function jobs.renew_due(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.renew_batch(p_limit)
$$;
comment on function jobs.renew_due(integer) is 'Step of the job renew_due, see billing.renew_batch.';

select jobs.register(
  p_name => 'renew_due',
  p_schedule => '* * * * *',
  p_position => 5,
  p_flag => 'auto_renewal',
  p_runners => 2,
  p_description => 'Renews subscriptions from the balance, announces charges, and tells users who lack money.'
);
