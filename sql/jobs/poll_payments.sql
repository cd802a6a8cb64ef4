create or replace function jobs.poll_payments(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$ select billing.poll_payments(p_limit) $$;
comment on function jobs.poll_payments(integer) is 'Step of the job poll_payments, see billing.poll_payments.';

select jobs.register(
  p_name => 'poll_payments',
  p_schedule => '* * * * *',
  p_position => 14,
  p_description => 'Asks providers what became of invoices and refunds, whatever their webhooks say.'
);
