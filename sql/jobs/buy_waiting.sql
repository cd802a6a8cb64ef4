-- Money arrived for an order, but the order could not be bought: sales were switched off, or something failed. Admins
-- are told when that lasts.
create or replace function jobs.buy_waiting(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs.note_alarm(
    'orders_unbought',
    (
      select format('%s paid for and not bought, see billing.unbought: %s', count(*), min(u.error))
      from billing.unbought as u
      where u.attempts > 3
      having count(*) > 0
    )
  );

  select billing.buy_waiting()
$$;
comment on function jobs.buy_waiting(integer) is
  'Step of the job buy_waiting: one order, p_limit is ignored; see billing.buy_waiting. Raises and ends the alarm orders_unbought.';

select jobs.register(
  p_name => 'buy_waiting',
  p_schedule => '* * * * *',
  p_position => 4,
  p_description => 'Buys orders that are paid for but could not be bought when the money arrived.'
);
