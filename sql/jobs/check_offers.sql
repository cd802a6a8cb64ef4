-- Whoever closed a price by mistake hears of it before anybody's renewal is missed.
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
  'Step of the job check_offers: raises the alarm offers_lost while subscriptions that renew by themselves find nothing on offer, all at once, whatever p_limit says.';

select jobs.register(
  p_name => 'check_offers',
  p_schedule => '*/10 * * * *',
  p_position => 60,
  p_description => 'Looks whether what subscriptions are renewed with is on offer, and tells the admins when not.'
);
