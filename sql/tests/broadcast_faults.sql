-- What a broadcast keeps when something fails: Telegram is away, a text is refused, a view is gone, a text was changed
-- after the start was planned.
begin;
select plan(29);

\ir fixtures/clock.psql
\set people 12
\ir fixtures/people.psql
update app.users set role = 'owner' where id = pg_temp.who(1);
update app.settings set value = '"UTC"' where name = 'timezone';
-- How fast messages may go out is not this test's matter.
update outbox.topics set rate = null, lane_spacing = '0' where name = 'telegram';
update outbox.destinations set rate = null, failures = 0, retry_at = null, refused_since = null
where topic = 'telegram';
create view ops.segment_faults as select user_id from app.telegram_identities where telegram_id between -12 and -1;
create view ops.segment_gone as select user_id from app.telegram_identities where telegram_id between -12 and -1;
alter view ops.segment_faults owner to tickover_owner;
alter view ops.segment_gone owner to tickover_owner;

create temporary table held (lane text, id bigint, kind text, untrue text, token bigint);
create function pg_temp.hold(p_limit integer default 100) returns bigint
language sql
as $$
  delete from held;
  with claimed as materialized (select outbox.claim('telegram', p_limit) as answer)
  insert into held
  select m ->> 0, (m ->> 1)::bigint, m ->> 2, m ->> 5, (c.answer ->> 'token')::bigint
  from claimed as c
  cross join json_array_elements(c.answer -> 'messages') as m;
  select count(*) from held
$$;
-- The pauses of machine time are over.
create function pg_temp.pauses_end() returns void
language sql
as $$
  update outbox.destinations set retry_at = clock_timestamp() - interval '1 second'
  where topic = 'telegram' and retry_at is not null;
  update outbox.lanes set ready_at = clock_timestamp() - interval '1 second'
  where topic = 'telegram' and token is null and waiting > 0
$$;
create function pg_temp.bury(p_error text) returns void
language plpgsql
as $$
declare
  v_one held;
begin
  for v_one in select h.* from held as h order by h.id loop
    perform outbox.bury('telegram', v_one.lane, v_one.id, v_one.token, 'rejected', p_error);
  end loop;
end
$$;
-- A text that was tested, to everybody of a view.
create function pg_temp.announce(p_view text default 'faults') returns bigint
language plpgsql
as $$
declare
  v_id constant bigint := ops.announce('News', 'view', 'important', p_view, null, '[{"place": "plans"}]');
begin
  update broadcast.contents set tested_at = app.now() where broadcast_id = v_id;
  update broadcast.broadcasts set steward_id = null where id = v_id;
  return v_id;
end
$$;
create function pg_temp.start(p_id bigint) returns void
language sql
as $$
  select ops.start_broadcast(p_id);
  select broadcast.begin(p_id)
$$;
create function pg_temp.count(p_id bigint, p_state text, p_task text) returns bigint
language sql
as $$
  select count(*) from broadcast.recipients as r
  where r.broadcast_id = p_id and r.state = p_state and r.task is not distinct from p_task
$$;
create temporary table it (id bigint);
create function pg_temp.it() returns bigint language sql as $$ select i.id from it as i $$;

-- Telegram is away
insert into it values (pg_temp.announce());
select pg_temp.start(id) from it;
select is(pg_temp.count(id, 'waiting', 'send'), 12::bigint, 'twelve wait for it') from it;
create temporary view limits as
select t.breaker_failures from outbox.topics as t where t.name = 'telegram';
-- One message at a time, as slow as an outage is.
do $$
declare
  v_one held;
begin
  for i in 1 .. 20 loop
    exit when pg_temp.hold(1) = 0;
    select h.* into v_one from held as h;
    perform outbox.retry('telegram', v_one.lane, v_one.id, v_one.token, 'no answer', p_in_doubt => true);
  end loop;
end $$;
select broadcast.tend();
-- The breaker counts what else waited here as well.
select ok(
  pg_temp.count(id, 'unknown', null) between 1 and (select l.breaker_failures from limits as l),
  'an outage takes those that were on their way before the breaker opened'
) from it;
select is(
  pg_temp.count(id, 'waiting', 'send'), 12 - pg_temp.count(id, 'unknown', null), 'and the others wait for its end'
) from it;
-- What is held arrives as the broadcast says it now.
create function pg_temp.arrive() returns bigint
language sql
as $$
  select outbox.ack(
    'telegram', array_agg(h.lane), array_agg(h.id), array_agg(h.token),
    array_agg((select jsonb_build_object('message_id', 1, 'version', b.version) from broadcast.broadcasts as b
      where b.id = pg_temp.it()))
  ) from held as h
$$;
select pg_temp.pauses_end();
select is(pg_temp.hold(), 1::bigint, 'then one tries');
select pg_temp.arrive();
do $$ begin
  for i in 1 .. 20 loop
    exit when pg_temp.hold() = 0;
    perform pg_temp.arrive();
    perform pg_temp.pauses_end();
  end loop;
end $$;
select results_eq(
  $$select status, pg_temp.count(id, 'sent', null) + pg_temp.count(id, 'unknown', null)
    from broadcast.broadcasts where id = pg_temp.it()$$,
  $$values ('finished'::text, 12::bigint)$$, 'and the others follow'
);

-- A text that Telegram refuses
update it set id = pg_temp.announce();
select pg_temp.start(id) from it;
select is(pg_temp.hold(), 12::bigint, 'twelve go out');
select pg_temp.arrive();
select is(ops.edit_broadcast(pg_temp.it(), 'Odd', p_reason => 'a typo'), 'written', 'and are edited');
select is(pg_temp.hold(), 12::bigint, 'in twelve chats');
select pg_temp.bury('Telegram: 400 odd');
select results_eq(
  $$select status, pause_reason from broadcast.broadcasts where id = pg_temp.it()$$,
  $$values ('paused'::text, 'Telegram: 400 odd'::text)$$, 'many refusals alike are the fault of the text: it is paused'
);
select is(
  (select count(*) from broadcast.recipients where broadcast_id = pg_temp.it() and left_as_is and task is null),
  0::bigint,
  'and nobody is given up for it'
);
select app.notify(pg_temp.who(12), 'refunded', '{"amount": {"money": 1, "currency": "XTS"}}');
select pg_temp.pauses_end();
do $$
declare
  v_one held;
begin
  -- What is not true any more is dropped, which is no answer of Telegram.
  for i in 1 .. 40 loop
    exit when pg_temp.hold() > 0 and exists (select from held as h where h.untrue is null);
    for v_one in select h.* from held as h loop
      perform outbox.bury('telegram', v_one.lane, v_one.id, v_one.token, v_one.untrue, null);
    end loop;
    perform pg_temp.pauses_end();
  end loop;
end $$;
select results_eq(
  'select kind from held', $$values ('telegram.notice'::text)$$, 'and the breaker is closed by what is no part of it'
);
select pg_temp.arrive();
select is(
  (select d.failures from outbox.destinations as d where d.topic = 'telegram'), 0, 'so that receipts go out'
);
select is(ops.edit_broadcast(pg_temp.it(), 'Better', p_reason => 'it was odd'), 'written', 'a better text');
select is(ops.resume_broadcast(pg_temp.it(), 'it was odd'), 'sending', 'lets it go on');
select pg_temp.pauses_end();
select is(pg_temp.hold(), 12::bigint, 'with all twelve');
select pg_temp.arrive();
select results_eq(
  $$select status, pg_temp.count(id, 'sent', null) from broadcast.broadcasts where id = pg_temp.it()$$,
  $$values ('finished'::text, 12::bigint)$$, 'until all read the new one'
);
select is(
  (select b.buttons from broadcast.contents as b where b.broadcast_id = pg_temp.it()), '[{"place": "plans"}]'::jsonb,
  'whose buttons an edit left as they were'
);

-- A message that cannot be taken back
select is(ops.delete_broadcast(pg_temp.it(), 'all wrong'), 'deleting', 'it is taken back');
select is(pg_temp.hold(), 12::bigint, 'in twelve chats');
select pg_temp.bury('Telegram: 400 too old');
select results_eq(
  $$select status, pg_temp.count(id, 'sent', 'delete') from broadcast.broadcasts where id = pg_temp.it()$$,
  $$values ('deleting'::text, 12::bigint)$$, 'what is being taken back is not paused, and nobody is left out'
);

-- Only what was tested starts by itself
update it set id = pg_temp.announce();
select ops.start_broadcast(pg_temp.it(), app.now() + interval '1 hour', 'news');
select is(ops.edit_broadcast(pg_temp.it(), 'Changed'), 'written', 'a text is changed after its start was planned');
create temporary table other as select pg_temp.announce('gone') as gone, pg_temp.announce() as id;
select
  ops.start_broadcast(o.gone, app.now() + interval '1 hour'),
  ops.start_broadcast(o.id, app.now() + interval '1 hour')
from other as o;
drop view ops.segment_gone;
select set_config('test.now', (app.now() + interval '1 hour')::text, true);
select lives_ok('select broadcast.tend()', 'their time comes');
select results_eq(
  $$select status, pause_reason from broadcast.broadcasts where id = pg_temp.it()$$,
  $$values ('draft'::text, 'not_tested'::text)$$, 'the one whose text was changed is a draft again'
);
select is_empty(
  $$select from broadcast.recipients where broadcast_id = pg_temp.it()$$, 'of which nobody gets anything'
);
select results_eq(
  $$select status, pause_reason like '%segment_gone%' from broadcast.broadcasts as b join other as o on o.gone = b.id$$,
  $$values ('draft'::text, true)$$, 'so is one whose view is gone, with the reason'
);
select results_eq(
  $$select b.status, pg_temp.count(b.id, 'waiting', 'send')
    from broadcast.broadcasts as b join other as o on o.id = b.id$$,
  $$values ('sending'::text, 12::bigint)$$, 'the next one starts all the same'
);

-- What is not over
select is(broadcast.finish(b), false, 'what is on its way')
from broadcast.broadcasts as b join other as o on o.id = b.id;
update broadcast.recipients as r set task = null, not_before = app.now() + interval '1 hour'
from other as o where r.broadcast_id = o.id;
select is(broadcast.finish(b), false, 'what waits for the morning')
from broadcast.broadcasts as b join other as o on o.id = b.id;
update broadcast.recipients as r set state = 'sent', message_id = 1, version = 0
from other as o where r.broadcast_id = o.id;
select is(broadcast.finish(b), false, 'and what reads an older text keeps a broadcast from its end')
from broadcast.broadcasts as b join other as o on o.id = b.id;

select * from finish();
rollback;
