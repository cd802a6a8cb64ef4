create or replace function jobs.settle_promo(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.settle_promo(p_limit)
$$;
comment on function jobs.settle_promo(integer) is 'Step of the job settle_promo, see billing.settle_promo.';

select jobs.register(
  p_name => 'settle_promo',
  p_schedule => '* * * * *',
  p_position => 26,
  p_batch_size => 200,
  p_description => 'Gives back reserved uses of promo codes whose orders are over, and takes back what refunds undo.'
);
