-- What payments earned whom: accrued, released after the hold, and taken back with the payment. Then who came by a
-- link: notices last, because accounts are locked before lanes.
create or replace function jobs.settle_rewards(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step constant jobs.step := billing.settle_rewards(p_limit);
begin
  perform billing.notify_joined(p_limit);
  return v_step;
end
$$;
comment on function jobs.settle_rewards(integer) is
  'Step of the job settle_rewards, see billing.settle_rewards and billing.notify_joined.';

select jobs.register(
  p_name => 'settle_rewards',
  p_schedule => '* * * * *',
  p_position => 22,
  p_batch_size => 100,
  p_description => 'Books what people earned by bringing others, and releases it or takes it back.'
);
