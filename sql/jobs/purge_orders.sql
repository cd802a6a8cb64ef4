create or replace function jobs.purge_orders(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select p.deleted, 0, p.deleted >= p_limit from billing.purge_orders(p_limit) as p (deleted)
$$;
comment on function jobs.purge_orders(integer) is 'Step of the job purge_orders, see billing.purge_orders.';

select jobs.register(
  p_name => 'purge_orders',
  p_schedule => '37 * * * *',
  p_position => 92,
  p_description => 'Deletes unpaid orders that expired long ago.'
);
