-- Whom an alarm wakes: what is new is not hidden in a message about something else, what can wait wakes nobody, and
-- what could not be told is told later.
begin;
select plan(35);

\ir fixtures/clock.psql
select set_config('test.now', '1996-01-31 23:30:00+00', true);
\ir fixtures/alarm_news.psql

create function pg_temp.quiet() returns void
language sql
as $$
  delete from jobs.alarms;
  delete from outbox.troubles;
  delete from jobs.alarm_groups;
  delete from heard;
$$;
create function pg_temp.begins(variadic p_names text[]) returns void
language sql
as $$ select jobs.note_alarm(n, 'broken') from unnest(p_names) as n $$;
create function pg_temp.ends(variadic p_names text[]) returns void
language sql
as $$ select jobs.note_alarm(n, null) from unnest(p_names) as n $$;
-- Telegram answers nobody.
create function pg_temp.tell_in_vain() returns setof text
language sql
as $$
  select format('%s %s', t.value ->> 'chat_id', t.value #>> '{alarms,0,name}')
  from json_array_elements(outbox.take_alarms()) with ordinality as t
  cross join lateral outbox.alarm_told(
    (t.value ->> 'group')::bigint, (t.value ->> 'user')::bigint, null, null, false
  )
  order by t.ordinality
$$;

-- It breaks again, while something else of its message lasts
select pg_temp.begins('topic_telegram', 'letters_dead');
select is(pg_temp.news(), array['send topic_telegram letters_dead+'], 'a queue breaks, with what follows');
select is(admin.acknowledge_alarms(-2, pg_temp.group_of('topic_telegram')), 'yours', 'somebody is on it');
select pg_temp.ends('topic_telegram');
select is(pg_temp.news(), array['edit letters_dead topic_telegram*'], 'it recovers, the rest lasts');
select pg_temp.later('2 days');
select pg_temp.begins('topic_telegram');
select is(pg_temp.news(), array['send topic_telegram'], 'two nights later it breaks again, which wakes');

select pg_temp.quiet();
select pg_temp.begins('topic_telegram', 'letters_dead');
select is(pg_temp.news(), array['send topic_telegram letters_dead+'], 'the same with nobody on it');
select pg_temp.ends('topic_telegram');
select is(pg_temp.news(), array['edit letters_dead topic_telegram*'], 'it recovers');
select pg_temp.later('6 hours');
select is(pg_temp.news(), null, 'by night nobody is reminded of what can wait, although something urgent was with it');
select pg_temp.begins('topic_telegram');
select is(pg_temp.news(), array['send topic_telegram'], 'what breaks again wakes');
select pg_temp.later('70 minutes');
select is(pg_temp.news(), array['send topic_telegram'], 'and is reminded of by night');

select pg_temp.quiet();
select pg_temp.begins('job_failing_renew_due', 'webhook');
select is(pg_temp.news(), array['send webhook job_failing_renew_due'], 'something urgent, with what can wait');
select pg_temp.ends('webhook');
select is(pg_temp.news(), array['edit job_failing_renew_due webhook*'], 'that lasts');
select pg_temp.begins('nothing_is_overdue');
select is(
  pg_temp.news(), array['send nothing_is_overdue'],
  'what is urgent is not hidden in a message that says nothing urgent any more, even where it follows from that'
);

-- Cause and effect
select pg_temp.quiet();
select pg_temp.begins('webhook');
select is(pg_temp.news(), array['send webhook'], 'an effect comes first');
select pg_temp.later('3 hours');
select is(pg_temp.news(), array['send webhook'], 'reminded of');
select pg_temp.begins('bot');
select is(pg_temp.news(), array['edit bot webhook+'], 'its cause joins it while nobody is on it');
select pg_temp.quiet();
select pg_temp.begins('webhook');
select pg_temp.tell();
select admin.acknowledge_alarms(-2, pg_temp.group_of('webhook'));
select pg_temp.news() is not null;
select pg_temp.later('3 hours');
select pg_temp.begins('bot');
select is(pg_temp.news(), array['send bot'], 'who is on the effect is told of its cause, aloud');
select admin.acknowledge_alarms(-2, pg_temp.group_of('bot'));
select pg_temp.ends('webhook');
select pg_temp.news() is not null;
select pg_temp.later('3 hours');
select pg_temp.begins('webhook');
select is(pg_temp.news(), array['edit bot webhook+'], 'who is on the cause reads of the effect');
select pg_temp.ends('bot');
select pg_temp.news() is not null;
select pg_temp.begins('topic_inbox');
select is(pg_temp.news(), array['send topic_inbox'], 'but not when the cause is over');

-- What comes and goes
select pg_temp.quiet();
select pg_temp.begins('topic_vpn:de'), pg_temp.tell(), pg_temp.ends('topic_vpn:de'), pg_temp.tell(),
  pg_temp.later('1 minute')
from generate_series(1, 3);
select admin.acknowledge_alarms(-2, pg_temp.group_of('topic_vpn:de'));
select pg_temp.news() is not null;
select pg_temp.begins('topic_vpn:de');
select is(pg_temp.news(), array['edit topic_vpn:de'], 'what comes and goes stays with who is on it');
select pg_temp.ends('topic_vpn:de');
select is(pg_temp.news(), array['edit topic_vpn:de*'], 'while it comes');
update jobs.alarm_groups set acknowledged_by = null, acknowledged_at = null;
update jobs.alarm_messages set sounded_at = sounded_at - interval '5 hours';
select is(pg_temp.news(), array['send topic_vpn:de*'], 'and goes, which is still urgent');

-- What could not be told while it lasted
select pg_temp.quiet();
select pg_temp.begins('topic_payment');
select is(
  array(select pg_temp.tell_in_vain()), array['-1 topic_payment', '-2 topic_payment', '-3 topic_payment'],
  'nobody is reached'
);
select pg_temp.ends('topic_payment');
update app.users as u set role = 'manager' from people as p where u.id = p.id and p.telegram_id = -4;
select is(pg_temp.news(), array['send topic_payment*'], 'when it is over, that it was is told');
select is(pg_temp.news(), null, 'once');
select is(pg_temp.news(-4), null, 'to who was to be told');
update app.users as u set role = null from people as p where u.id = p.id and p.telegram_id = -4;
select pg_temp.begins('topic_payment');
select count(*) from pg_temp.tell_in_vain();
select pg_temp.ends('topic_payment');
select count(*) from pg_temp.tell_in_vain();
select pg_temp.later('25 hours');
select is(pg_temp.news(), null, 'for a day');
select set_config('test.now', '1996-02-01 12:00:00+00', true);
select pg_temp.begins('letters_dead');
select count(*) from pg_temp.tell_in_vain();
select pg_temp.ends('letters_dead');
select is(pg_temp.news(), null, 'not of what could wait');

-- Nobody is woken by "it is over"
select pg_temp.quiet();
create function pg_temp.is_quiet(p_chat bigint) returns boolean
language sql
as $$ select (told ->> 'quiet')::boolean from heard where chat = p_chat and what = 'end' order by n desc limit 1 $$;
update app.users as u set timezone = 'Asia/Tokyo' from people as p where u.id = p.id and p.telegram_id = -2;
select set_config('test.now', '1996-02-02 02:00:00+00', true);
select pg_temp.begins('webhook');
select pg_temp.tell();
select pg_temp.ends('webhook');
select pg_temp.tell();
select is(pg_temp.is_quiet(-1), true, 'here it is two at night: the end makes no sound');
select is(pg_temp.is_quiet(-2), false, 'in Tokyo it is eleven: it does');
select is(
  (
    select array_agg((a.value ->> 'quiet')::boolean order by a.value ->> 'chat_id')
    from json_array_elements(outbox.watch() -> 'admins') as a
  ),
  array[true, false], 'a process that tells from memory knows it, too'
);
select is(
  (select bool_or((told ->> 'quiet')::boolean) from heard where chat = -1 and what = 'send'), true,
  'of what begins a message says so as well, and sounds nevertheless'
);
update app.users as u set timezone = default from people as p where u.id = p.id and p.telegram_id = -2;
select set_config('test.now', '1996-02-02 12:00:00+00', true);

-- A few at a time, because another process takes what is not told within a minute
select pg_temp.quiet();
select pg_temp.begins('webhook');
select count(*) from pg_temp.tell_in_vain();
select pg_temp.later('11 minutes');
select pg_temp.begins('topic_vpn');
select is(
  array(select pg_temp.tell_in_vain()),
  array['-1 webhook', '-2 webhook', '-1 topic_vpn', '-2 topic_vpn', '-3 topic_vpn'],
  'a take is of five, first of those who were not tried yet'
);
select ok(
  '-3 webhook' = any(array(select pg_temp.tell_in_vain())), 'and who had to wait is in the next, before those who were'
);
select is(pg_temp.news(-3), array['send webhook', 'send topic_vpn'], 'and is told in the end');
select pg_temp.later('2 minutes');
select is(json_array_length(outbox.take_alarms()), 0, 'nothing is left');

select * from finish();
rollback;
