-- A broadcast that does not go on by itself: after a restore, hours too late, or with a text that nobody has tested.
-- Its steward is told, and what it says of itself stays true when it was cancelled and when it is old.
begin;
select plan(32);

\ir fixtures/clock.psql
\set people 4
\ir fixtures/people.psql
update app.users set role = 'owner' where id = pg_temp.who(1);
update app.settings set value = '"UTC"' where name = 'timezone';
update app.brakes set released_until = '1997-01-01';
create view ops.segment_stops as select user_id from app.telegram_identities where telegram_id between -4 and -1;
alter view ops.segment_stops owner to tickover_owner;
create temporary table it (name text primary key, id bigint);
create function pg_temp.it(p_name text) returns bigint
language sql
as $$ select i.id from it as i where i.name = p_name $$;
-- A text that was tested, whose progress the owner sees.
create function pg_temp.announce(p_name text) returns void
language plpgsql
as $$
declare
  v_id constant bigint := ops.announce('News', 'view', 'important', 'stops');
begin
  update broadcast.contents set tested_at = app.now() where broadcast_id = v_id;
  update broadcast.broadcasts set steward_id = pg_temp.who(1) where id = v_id;
  insert into it values (p_name, v_id);
end
$$;
create function pg_temp.state(p_name text) returns text
language sql
as $$
  select concat_ws(' ', b.status, b.pause_reason) from broadcast.broadcasts as b where b.id = pg_temp.it(p_name)
$$;
create function pg_temp.to_send(p_name text) returns bigint
language sql
as $$
  select count(*)
  from outbox.messages as m
  where m.kind = 'broadcast.message' and (m.payload ->> 'broadcast')::bigint = pg_temp.it(p_name)
    and broadcast.prepare_message(m.lane, m.payload) is not null
$$;
-- What the steward reads, if there is anything to tell.
create function pg_temp.told(p_name text) returns jsonb
language sql
as $$
  select broadcast.prepare_progress(m.lane, m.payload)
  from outbox.messages as m
  where m.kind = 'broadcast.progress' and (m.payload ->> 'broadcast')::bigint = pg_temp.it(p_name)
$$;
create function pg_temp.shown(p_name text, p_message_id bigint) returns void
language sql
as $$
  select broadcast.progress_shown(m.lane, m.payload, jsonb_build_object('message_id', p_message_id))
  from outbox.messages as m
  where m.kind = 'broadcast.progress' and (m.payload ->> 'broadcast')::bigint = pg_temp.it(p_name);
  delete from outbox.messages as m
  where m.kind = 'broadcast.progress' and (m.payload ->> 'broadcast')::bigint = pg_temp.it(p_name)
$$;

-- Restored from a backup in which one was being sent, one was planned for later, and one for a time that is over now
select pg_temp.announce('sent'), pg_temp.announce('planned'), pg_temp.announce('ahead');
select ops.start_broadcast(pg_temp.it('sent'));
select broadcast.begin(pg_temp.it('sent'));
select pg_temp.shown('sent', 50);
select is(pg_temp.to_send('sent'), 4::bigint, 'four wait for it when the backup is made');
select
  ops.start_broadcast(pg_temp.it('planned'), app.now() + interval '2 hours'),
  ops.start_broadcast(pg_temp.it('ahead'), app.now() + interval '9 hours');
select set_config('test.now', (app.now() + interval '3 hours')::text, true);
select results_eq(
  $$select c.outcome from ops.catch_up(app.now() - interval '3 hours') as c
    join it as i on c.subject = format('broadcast %s', i.id) order by i.id$$,
  $$values ('paused'), ('draft')$$, 'after a restore those that may have gone out are listed'
);
select broadcast.tend();
select is(pg_temp.state('sent'), 'paused restored', 'one that was being sent is paused');
select is(pg_temp.state('planned'), 'draft restored', 'one that was due since is a draft again');
select is(pg_temp.state('ahead'), 'scheduled', 'one that is planned for later stays so');
select is(pg_temp.to_send('sent'), 0::bigint, 'what was in the outbox of the backup is not sent');
select is(
  (select count(*) from broadcast.recipients as r where r.broadcast_id = pg_temp.it('planned')), 0::bigint,
  'nobody gets what may have been sent already'
);
select is(pg_temp.told('sent') ->> 'message_id', null, 'the steward is told in a new message, which makes a sound');
select is(pg_temp.told('sent') -> 'args' ->> 'why', 'restored', 'why it does not go on');
select is(pg_temp.told('planned') -> 'args' ->> 'why', 'restored', 'nor begins');
select is(pg_temp.told('planned') -> 'args' -> 'minutes', '0', 'with a time that can be written');
select pg_temp.shown('planned', 51);
select is(ops.resume_broadcast(pg_temp.it('sent'), 'nobody had it'), 'sending', 'a person lets it go on');
select is(pg_temp.to_send('sent'), 4::bigint, 'to those who had not got it');

-- Hours too late
select set_config('test.now', (app.now() + interval '13 hours')::text, true);
select broadcast.tend();
select is(pg_temp.state('ahead'), 'draft too_late', 'what was held up for hours does not begin by itself');
select is(pg_temp.told('ahead') -> 'args' ->> 'why', 'too_late', 'and its steward knows');

-- A text that was changed after the start was planned
select alike(ops.start_broadcast(pg_temp.it('planned'), app.now() + interval '1 hour'), 'scheduled', 'planned anew');
select is(pg_temp.state('planned'), 'scheduled', 'it has no reason to wait');
select ops.edit_broadcast(pg_temp.it('planned'), 'Changed');
select set_config('test.now', (app.now() + interval '2 hours')::text, true);
select broadcast.tend();
select is(pg_temp.state('planned'), 'draft not_tested', 'with a text that nobody has tested it does not begin');
select is(pg_temp.told('planned') ->> 'message_id', null, 'which is told in a message of its own');
select is(pg_temp.told('planned') -> 'args' ->> 'why', 'not_tested', 'with the reason');
select pg_temp.shown('planned', 52);
update broadcast.contents set tested_at = app.now() where broadcast_id = pg_temp.it('planned');
select ops.start_broadcast(pg_temp.it('planned'), app.now() + interval '1 hour');
select is(broadcast.steer(pg_temp.it('planned'), 'unschedule', 'not yet'), 'draft', 'who puts it off');
select is(pg_temp.told('planned'), null, 'needs not be told that it did not start');
select is(broadcast.steer(pg_temp.it('planned'), 'cancel', 'never'), 'cancelled', 'one that never began is cancelled');
select is(pg_temp.told('planned') -> 'args' -> 'minutes', '0', 'and took no time');

-- Cancelled, edited, old
select broadcast.messages_sent(
  array[m.lane], array[m.payload], array['{"message_id": 7, "version": 1}'::jsonb]
)
from outbox.messages as m
where m.kind = 'broadcast.message' and (m.payload ->> 'broadcast')::bigint = pg_temp.it('sent') and m.lane = '-1';
delete from outbox.messages as m where m.kind = 'broadcast.message' and m.lane = '-1';
select is(ops.cancel_broadcast(pg_temp.it('sent'), 'enough'), 'cancelled', 'one that runs is cancelled');
select is(
  (select count(*) from broadcast.recipients where broadcast_id = pg_temp.it('sent') and task is not null), 0::bigint,
  'nothing is to be done for anybody'
);
select is(
  ops.edit_broadcast(pg_temp.it('sent'), 'Better', p_reason => 'a typo'), 'written', 'who has it reads a new text'
);
select broadcast.messages_changed(
  array[m.lane], array[m.payload], array[jsonb_build_object('version', b.version)]
)
from outbox.messages as m, broadcast.broadcasts as b
where m.kind = 'broadcast.correction' and (m.payload ->> 'broadcast')::bigint = b.id and b.id = pg_temp.it('sent');
select is(
  (select status from broadcast.broadcasts where id = pg_temp.it('sent')), 'cancelled',
  'after that it is cancelled as before'
);
select set_config('test.now', (app.now() + interval '1 year')::text, true);
select broadcast.purge(1000);
select is(
  (select count(*) from broadcast.recipients where broadcast_id = pg_temp.it('sent')), 0::bigint,
  'who got it is forgotten'
);
select is(
  (select broadcast.progress(b) -> 'args' ->> 'sent' from broadcast.broadcasts as b where b.id = pg_temp.it('sent')),
  '1',
  'how many is not'
);
select is(ops.edit_broadcast(pg_temp.it('sent'), 'Late', p_reason => 'late'), 'over', 'nobody could read another text');
select is(ops.delete_broadcast(pg_temp.it('sent'), 'late'), 'not_so', 'nor could it be taken back');

select * from finish();
rollback;
