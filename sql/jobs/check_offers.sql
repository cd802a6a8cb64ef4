-- An owner who closed a price by mistake is told before any renewal is missed.
create or replace function jobs.check_offers(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs.note_alarm('offers_lost', billing.offers_lost());

  select 1, 0, false
$$;
comment on function jobs.check_offers(integer) is
  'Step of the job check_offers: raises the alarm offers_lost while subscriptions with automatic renewal have no offer to renew with. Checks all at once; p_limit is ignored.';

select jobs.register(
  p_name => 'check_offers',
  p_schedule => '*/10 * * * *',
  p_position => 60,
  p_description => 'Checks that subscriptions have an offer to renew with, and tells the admins when they have none.'
);
