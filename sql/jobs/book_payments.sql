-- Books payments independently of the bot, which may be stopped, broken, or older than the updates it reads. Events
-- that need an operator raise an alarm, as the last step, because that locks the admins' chats. Each payment has its
-- own transaction, so that the locks of two payers are never held at once.
create or replace function jobs.book_payments(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_booked constant jobs.step := inbox._book_waiting(p_limit);
  v_told constant integer := inbox._notify_payers(p_limit);
begin
  perform jobs.note_alarm(
    'money_unbooked',
    (
      select format('%s payments cannot be booked, see ops.money_events', count(*))
      from inbox.money_events as e
      where e.closed_at is null
        and e.outcome is null
        and (e.attempts > 1 or e.received_at < clock_timestamp() - interval '5 minutes')
      having count(*) > 0
    )
  );
  perform jobs.note_alarm(
    'money_unclear',
    (
      select nullif(concat_ws('; ', unclear.detail, held.detail), '')
      from (
        select case when count(*) > 0 then format('%s to be looked at, see ops.money_events', count(*)) end as detail
        from inbox.money_events as e
        where e.closed_at is null and e.outcome is not null
      ) as unclear
      cross join (
        select case
          when count(*) > 0 then format('%s held by %s, see ops.invoices', count(*), string_agg(distinct i.provider, ', '))
        end as detail
        from billing.invoices as i
        where i.authorized_at is not null and i.status <> 'paid' and i.error is not null
      ) as held
    )
  );
  perform jobs.note_alarm(
    'bodies_refused',
    (
      select format('%s in a day, see ops.refused_bodies', count(*))
      from inbox.refused_bodies as r
      where r.last_at > clock_timestamp() - interval '1 day'
      having count(*) > 0
    )
  );
  return (v_booked.done + v_told, 0, v_booked.more or v_told >= p_limit);
end
$$;
comment on function jobs.book_payments(integer) is
  'Step of the job book_payments: books payments that no bot has booked, at most p_limit, and tells payers whom no screen has told. See jobs.alarms.';

select jobs.register(
  p_name => 'book_payments',
  p_schedule => '* * * * *',
  p_position => 3,
  p_batch_size => 1,
  p_description => 'Books payments that the bot did not book, and tells the payers.'
);
