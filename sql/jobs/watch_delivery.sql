-- Refused credentials or a failing destination lose nothing, but an admin must know.
create or replace function jobs.watch_delivery(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs.note_alarm(t.name, t.detail) from jobs._destination_troubles() as t;

  select jobs.note_alarm(
    'access_late',
    (
      select format('%s wait for longer than a quarter of an hour, see ops.lanes', count(*))
      from outbox.messages as m
      where m.topic = 'vpn' and m.enqueued_at < clock_timestamp() - interval '15 minutes'
      having count(*) > 0
    )
  );
  select
    case when outbox._ids_fell_behind() then (select count(*)::integer from ops.fix_sequences()) else 0 end, 0, false
$$;
comment on function jobs.watch_delivery(integer) is
  'Step of the job watch_delivery: raises or ends the alarms of destinations and of late access, all at once, p_limit is ignored; and uncovers messages whose ids fell behind.';

select jobs.register(
  p_name => 'watch_delivery',
  p_schedule => '* * * * *',
  p_position => 60,
  p_description => 'Tells the admins when a destination refuses us or fails, and uncovers hidden messages.'
);
