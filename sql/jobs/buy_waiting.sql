-- Money arrived for an order or a renewal that could not be bought: sales were switched off, or something failed.
-- Admins are told when that lasts.
create or replace function jobs.buy_waiting(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs.note_alarm(
    'orders_unbought',
    (
      select format('%s paid for and not bought, see billing.unbought and unrenewed: %s', count(*), min(u.error))
      from (
        select b.attempts, b.error from billing.unbought as b
        union all
        select r.attempts, r.error from billing.unrenewed as r where r.next_at < 'infinity'
      ) as u
      where u.attempts > 3
      having count(*) > 0
    )
  );

  select case when (b.step).done > 0 then b.step else billing.renew_waiting() end
  from (select billing.buy_waiting() as step) as b
$$;
comment on function jobs.buy_waiting(integer) is
  'Step of the job buy_waiting: one order or renewal, p_limit is ignored; see billing.buy_waiting and billing.renew_waiting. Raises and ends the alarm orders_unbought.';

select jobs.register(
  p_name => 'buy_waiting',
  p_schedule => '* * * * *',
  p_position => 4,
  p_description => 'Buys what is paid for but could not be bought when the money arrived.'
);
