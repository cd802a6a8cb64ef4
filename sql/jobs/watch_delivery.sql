-- Refused credentials or a failing destination lose nothing, but an admin must know. Panels are asked from here because
-- this runs every minute, and a job of its own would cost more than the question whether one is due.
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
      where m.kind = 'vpn.apply' and m.topic = 'vpn' and m.enqueued_at < clock_timestamp() - interval '15 minutes'
      having count(*) > 0
    )
  );
  select jobs._ask_panels();

  select jobs.note_alarm(
    'panel_version',
    (
      select format(
        '%s: see ops.panels, then ops.acknowledge_version', string_agg(concat_ws(' ', p.panel, p.product, p.version), ', ')
      )
      from ops.panels as p
      where not p.version_is_allowed
      having count(*) > 0
    )
  );

  select jobs.note_alarm(
    'panel_unread',
    (
      select format('%s: not read to the end for six hours, see last_error in ops.panels', string_agg(p.code, ', '))
      from vpn.panels as p
      join vpn.panel_states as s on s.panel_id = p.id
      where s.read_at not between clock_timestamp() - interval '6 hours' and clock_timestamp()
        and vpn.has_accesses(p.id)
      having count(*) > 0
    )
  );

  select jobs.note_alarm(
    'grace_unrestricted',
    (
      select format('%s: no restricted group, see ops.panels', string_agg(p.code, ', '))
      from vpn.panels as p
      join vpn.panel_states as s on s.panel_id = p.id
      where 'groups' <> all (s.capabilities)
        and exists (select from billing.plans as l where l.grace_access = 'restricted')
        and vpn.has_accesses(p.id)
      having count(*) > 0
    )
  );

  select jobs.note_alarm(
    'access_taken',
    (
      select format('accounts that are not ours have the names of %s accesses, see ops.drift', count(*))
      from vpn.foreign_names()
      having count(*) > 0
    )
  );

  select outbox._end_pauses(), outbox._wake_lanes() where jobs._clock_was_set_back();

  select
    case when outbox._ids_fell_behind() then (select count(*)::integer from ops.fix_sequences()) else 0 end, 0, false
$$;
comment on function jobs.watch_delivery(integer) is
  'Step of the job watch_delivery: raises or ends the alarms of destinations, of panels and of late access, and has panels asked (jobs._ask_panels), all at once, p_limit is ignored; uncovers messages whose ids fell behind; and hurries what waits until the time of a clock that was ahead.';

select jobs.register(
  p_name => 'watch_delivery',
  p_schedule => '* * * * *',
  p_position => 60,
  p_description => 'Tells the admins when a destination fails, asks panels how they are, and uncovers hidden messages.'
);
