create or replace function jobs.sweep_invoices(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.sweep_invoices(p_limit)
$$;
comment on function jobs.sweep_invoices(integer) is 'Step of the job sweep_invoices, see billing.sweep_invoices.';

select jobs.register(
  p_name => 'sweep_invoices',
  p_schedule => '* * * * *',
  p_position => 25,
  p_batch_size => 200,
  p_description => 'Asks the bot to remove expired invoices from chats.'
);
