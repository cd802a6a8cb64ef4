-- The business sets the deadline: a period that was paid for and is not delivered by then is refunded, never earlier.
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
  'Step of the job refund_undelivered, see billing.refund_undelivered_batch. First it redrives messages that should never have been given up.';

select jobs.register(
  p_name => 'refund_undelivered',
  p_schedule => '* * * * *',
  p_position => 20,
  p_batch_size => 50,
  p_description => 'Refunds payments for access that was not delivered by its deadline.'
);
