-- Patience is the business's: what was paid and is not there by its deadline goes back, and never sooner.
create or replace function jobs.refund_undelivered(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox._redrive_kept();
  return billing.refund_undelivered_batch(p_limit);
end
$$;
comment on function jobs.refund_undelivered(integer) is
  'Step of the job refund_undelivered, see billing.refund_undelivered_batch; what should never have been given up is tried again first.';

select jobs.register(
  p_name => 'refund_undelivered',
  p_schedule => '* * * * *',
  p_position => 20,
  p_batch_size => 50,
  p_description => 'Gives back what was paid for access that did not come by its deadline.'
);
