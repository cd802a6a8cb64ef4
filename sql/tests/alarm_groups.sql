-- How alarms are told: what begins together is one message, which is edited; what wakes whom, how often, and until
-- when.
begin;
select plan(60);

\ir fixtures/clock.psql
select set_config('test.now', '1996-01-31 12:00:00+00', true);
\ir fixtures/alarm_news.psql

-- Who asks
select ok(not jobs.process_tells(), 'no process has asked yet');
select is(pg_temp.news(), null, 'nothing is raised, nothing is told');
select ok(jobs.process_tells(), 'a process has asked');

-- One message for what begins together, its cause first
select jobs.note_alarm('job_overdue_renew_due', 'has not run');
select jobs.note_alarm('access_late', 'one waits');
select outbox.notify_trouble('pg_cron', 'last run 190 s ago');
select is(
  pg_temp.news(), array['send pg_cron access_late job_overdue_renew_due+'],
  'what begins together is one message: its cause, what else there is, and what follows'
);
select is(
  pg_temp.news(-2), array['send pg_cron access_late job_overdue_renew_due+'], 'a manager hears of all'
);
select is(pg_temp.news(-3), array['send access_late'], 'support of what concerns customers');
select is(pg_temp.news(-4), null, 'a customer of nothing');
select is(pg_temp.news(), null, 'it is told once');
select is((select count(*) from outbox.messages as m where m.payload ->> 'text' = 'alarm-raised'), 0::bigint,
  'and not by a notice as well');
select is(
  (select count(*) from jobs.alarms where noticed), 0::bigint, 'what a process tells is not noticed'
);
select jobs.note_alarm('nothing_is_overdue', '3 broken');
select is(
  pg_temp.news(), array['edit pg_cron access_late nothing_is_overdue+ job_overdue_renew_due+'],
  'what follows later is written into the same message, without a sound'
);
select is(pg_temp.news(-3), null, 'who does not hear of it gets no edit');
select jobs.note_alarm('access_late', 'two wait');
select is(pg_temp.news(), null, 'another detail is no news');
select pg_temp.later('30 minutes');
select jobs.note_alarm('rows_parked', '1 parked');
select is(
  pg_temp.news(), array['send rows_parked'], 'what begins half an hour later from nothing of it is another message'
);
select jobs.note_alarm('checks_unknown', '2 not looked at');
select is(
  pg_temp.news(), array['edit pg_cron access_late nothing_is_overdue+ job_overdue_renew_due+ checks_unknown+'],
  'what follows from it joins it even then'
);

-- Reminders
select pg_temp.later('35 minutes');
select is(
  pg_temp.news(), array['send pg_cron access_late nothing_is_overdue+ job_overdue_renew_due+ checks_unknown+'],
  'an hour later, with nobody on it, there is a reminder of what it is now'
);
select pg_temp.later('65 minutes');
select is(pg_temp.news(), null, 'the next one is not an hour later');
select pg_temp.later('3 hours');
select is(
  pg_temp.news(), array['send pg_cron access_late nothing_is_overdue+ job_overdue_renew_due+ checks_unknown+'],
  'but four'
);

-- Somebody is on it
select throws_ok(
  $$select admin.acknowledge_alarms(-3, pg_temp.group_of('pg_cron'))$$, 'TK070', null, 'support cannot say that'
);
select is(admin.acknowledge_alarms(-2, pg_temp.group_of('pg_cron')), 'yours', 'the manager is on it');
select pg_temp.tell();
select is(
  (select told ->> 'by' from heard where chat = -1 and what = 'edit'),
  (select i.first_name from app.telegram_identities as i where i.telegram_id = -2), 'the owner sees who'
);
select is(pg_temp.news() is not null, true, 'in the same message');
select is(admin.acknowledge_alarms(-2, pg_temp.group_of('pg_cron')), 'yours', 'a second tap');
select is(
  (select count(*) from app.audit where action = 'alarm.acknowledged'), 1::bigint, 'is the same, and noted once'
);
select pg_temp.later('30 hours');
select is(pg_temp.news(), array['send rows_parked'], 'nobody is reminded of it, only of the other, which nobody is on');
select jobs.note_alarm('transfers_sum_to_zero', '1 broken');
select is(
  pg_temp.news(), array['send transfers_sum_to_zero'], 'what wakes is not hidden in a message that somebody is on'
);
select jobs.note_alarm('transfers_sum_to_zero', null);
select is(pg_temp.news(), array['end transfers_sum_to_zero*'], 'and is over by itself');

-- It is over
select outbox.notify_trouble('pg_cron', null);
select jobs.note_alarm(n, null) from unnest(array['job_overdue_renew_due', 'nothing_is_overdue']) as n;
select is(
  pg_temp.news(), array['edit access_late checks_unknown pg_cron* nothing_is_overdue*+ job_overdue_renew_due*+'],
  'what is over is crossed off'
);
select jobs.note_alarm(n, null) from unnest(array['access_late', 'checks_unknown']) as n;
select is(
  pg_temp.news(),
  array['end pg_cron* access_late* nothing_is_overdue*+ job_overdue_renew_due*+ checks_unknown*+'],
  'and at last all of it, once'
);
select is(pg_temp.news(), null, 'once');
select is(admin.acknowledge_alarms(-1, pg_temp.group_of('pg_cron')), 'over', 'nobody is on what is over');
select jobs.note_alarm('rows_parked', null);
select is(pg_temp.news(), array['end rows_parked*'], 'so is the other');
select is((select count(*) from jobs.alarm_groups where ended_at is null), 0::bigint, 'nothing lasts');

-- Quiet hours
select set_config('test.now', '1996-01-31 23:30:00+00', true);
select pg_temp.tell();
delete from heard;
select jobs.note_alarm('letters_dead', '1 dead');
select is(pg_temp.news(), null, 'what can wait is not told at night');
select jobs.note_alarm('no_panel', 'waits');
select is(pg_temp.news(), array['send no_panel'], 'what cannot is, and not below what waits');
select is(pg_temp.news(-3), array['send no_panel'], 'to all whom it concerns');
select jobs.note_alarm('no_panel', null);
select is(pg_temp.news(), array['end no_panel*'], 'until it is over');
update app.users as u set timezone = 'Asia/Tokyo' from people as p where u.id = p.id and p.telegram_id = -2;
select is(pg_temp.news(-2), array['send no_panel', 'end no_panel*', 'send letters_dead'],
  'in Tokyo it is half past eight'
) from (select set_config('test.now', '1996-02-01 00:30:00+00', true)) as moved;
select is(pg_temp.news(), null, 'here it is still night');
select set_config('test.now', '1996-02-01 09:00:00+00', true);
select is(pg_temp.news(), array['send letters_dead'], 'in the morning it is told');
select jobs.note_alarm('letters_dead', null);
select is(pg_temp.news(), array['end letters_dead*'], 'and over');
select set_config('test.now', '1996-02-01 23:30:00+00', true);
select jobs.note_alarm('letters_dead', '1 dead');
select pg_temp.tell();
select jobs.note_alarm('letters_dead', null);
select set_config('test.now', '1996-02-02 12:00:00+00', true);
select is(pg_temp.news(), null, 'what came and went by night is not told at all');

-- What comes and goes
select pg_temp.later('3 hours');
create function pg_temp.flap() returns text[]
language plpgsql
as $$
declare
  v_news text[];
begin
  perform jobs.note_alarm('topic_vpn:de', 'down');
  v_news := pg_temp.news();
  perform pg_temp.later('1 minute'), jobs.note_alarm('topic_vpn:de', null);
  v_news := v_news || pg_temp.news();
  perform pg_temp.later('1 minute');
  return v_news;
end
$$;
select is(pg_temp.flap(), array['send topic_vpn:de', 'end topic_vpn:de*'], 'once');
select is(pg_temp.flap(), array['send topic_vpn:de', 'end topic_vpn:de*'], 'twice');
select is(
  pg_temp.flap(), array['send topic_vpn:de', 'edit topic_vpn:de*'], 'the third time within the hour it is not over yet'
);
select is(
  (select array_agg(cardinality(pg_temp.flap())) from generate_series(1, 10)), array_fill(2, array[10]),
  'from then on it is written into the message'
);
select is((select count(*) from jobs.alarm_groups as g where g.ended_at is null), 1::bigint, 'which is one');
select is((select count(*) from heard where chat = -1 and what = 'send'), 0::bigint, 'without a sound');
select jobs.note_alarm('topic_vpn:de', 'down');
select pg_temp.tell();
select ok(
  (select (told #>> '{alarms,0,flaps}')::boolean and (told #>> '{alarms,0,times}')::integer >= 10
    from heard where chat = -1 order by n desc limit 1),
  'that says how often'
);
select jobs.note_alarm('topic_vpn:de', null);
select pg_temp.news() is not null;
select pg_temp.later('31 minutes');
select is(pg_temp.news(), array['end topic_vpn:de*'], 'it is over when it has rested for half an hour');

-- Two processes, and Telegram
select jobs.note_alarm('webhook', 'elsewhere');
select is(json_array_length(outbox.take_alarms()), 3, 'what one process has taken');
select is(json_array_length(inbox.take_alarms()), 0, 'the other does not tell');
select pg_temp.later('2 minutes');
select is(json_array_length(inbox.take_alarms()), 3, 'unless the first one died over it');
select inbox.alarm_told(m.group_id, m.user_id, null, null, false)
from jobs.alarm_messages as m
where m.taken_at is not null;
select is(pg_temp.news(), array['send webhook'], 'who could not be reached is told the next time');

-- Admins who leave
select is(
  jobs.alarms_in_data((select id from people where telegram_id = -2)) -> 'alarms' @> '[{"acknowledged_at": null}]',
  true,
  'my data says what an admin was told'
);
select is(app.erase_identity((select id from people where telegram_id = -3)), true, 'somebody is forgotten');
select is(
  (select count(*) from jobs.alarm_messages as m join people as p on p.id = m.user_id where p.telegram_id = -3),
  0::bigint, 'with his messages'
);

-- No process asks: an older release runs
select jobs.note_alarm('webhook', null);
select pg_temp.tell();
update jobs.alarm_teller set seen_at = clock_timestamp() - interval '6 minutes';
delete from outbox.messages where topic = 'telegram';
select jobs.note_alarm('access_late', 'one waits');
select jobs.note_alarm('access_late', null);
select is(
  (
    select array_agg(distinct m.payload ->> 'text' order by m.payload ->> 'text')
    from outbox.messages as m
    where m.lane = '-1'
  ),
  array['alarm-over', 'alarm-raised'], 'then alarms are notices, as they were'
);

-- What is kept
update jobs.alarm_groups set ended_at = clock_timestamp() - interval '31 days';
select cmp_ok(jobs.purge_alarms(1000), '>', 5, 'groups go when they are old');
select is((select count(*) from jobs.alarm_spells), 0::bigint, 'with all that belongs to them');

select * from finish();
rollback;
