-- What the admin menu shows of alarms: what lasts, who is on it, what ended lately.
begin;
select plan(15);

\ir fixtures/clock.psql
\ir fixtures/alarm_news.psql

create function pg_temp.shown(p_json json) returns text[]
language sql
as $$
  select array_agg(
    concat_ws(
      ' ', case when one.value ->> 'ended' is null then 'lasts' else 'ended' end,
      (select string_agg(a.value ->> 'name', ' ' order by a.ordinality)
        from json_array_elements(one.value -> 'alarms') with ordinality as a),
      case when (one.value ->> 'is_taken')::boolean then 'by ' || (one.value ->> 'by') end
    )
    order by one.ordinality
  )
  from json_array_elements(p_json) with ordinality as one
$$;

select is(admin.alarms(-1, 10)::text, '[]', 'nothing is wrong');
select throws_ok('select admin.alarms(-3, 10)', 'TK070', null, 'support does not hear of all');
select throws_ok('select admin.customer_alarms(-4, 10)', 'TK070', null, 'a customer of nothing');

select jobs.note_alarm('letters_dead', '2 dead');
select pg_temp.tell();
select pg_temp.later('30 minutes');
select jobs.note_alarm('access_late', 'one waits');
select pg_temp.tell();
select is(
  pg_temp.shown(admin.alarms(-1, 10)), array['lasts access_late', 'lasts letters_dead'], 'what is urgent comes first'
);
select is(
  pg_temp.shown(admin.customer_alarms(-3, 10)), array['lasts access_late'], 'support sees what concerns customers'
);
select is(
  pg_temp.shown(admin.customer_alarms(-2, 10)), array['lasts access_late', 'lasts letters_dead'],
  'a manager sees the same in both'
);
select is(
  (select (one.value ->> 'may_acknowledge')::boolean from json_array_elements(admin.customer_alarms(-3, 10)) as one),
  false, 'support cannot say that it is on it'
);
select is(
  admin.alarms(-2, 10) #>> '{0,alarms,0,place}', 'stuck',
  'each says where it is fixed, to whom that opens'
);
select is(
  admin.customer_alarms(-3, 10) #>> '{0,alarms,0,place}', null,
  'and not to others'
);
select admin.acknowledge_alarms(-2, pg_temp.group_of('access_late'));
select is(
  pg_temp.shown(admin.alarms(-1, 10)),
  array[
    'lasts access_late by ' || (select i.first_name from app.telegram_identities as i where i.telegram_id = -2),
    'lasts letters_dead'
  ],
  'all see who is on it'
);
select jobs.note_alarm('access_late', null);
select pg_temp.tell();
select is(
  (pg_temp.shown(admin.alarms(-1, 10)))[1], 'lasts letters_dead', 'what is over comes after what lasts'
);
select is(cardinality(pg_temp.shown(admin.alarms(-1, 10))), 2, 'and is still there');
select is(cardinality(pg_temp.shown(admin.alarms(-1, 0))), 1, 'unless nobody asked for it');
select jobs.note_alarm('letters_dead', null);
select pg_temp.tell();
select is(cardinality(pg_temp.shown(admin.alarms(-1, 1))), 1, 'as many as are wanted');
select pg_temp.later('8 days');
select is(admin.alarms(-1, 10)::text, '[]', 'after a week it is not recent');

select * from finish();
rollback;
