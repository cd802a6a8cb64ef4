-- Panels are proven by the listener, step by step, before they get customers.
begin;
select plan(17);

\ir fixtures/clock.psql
insert into vpn.panels (code, kind, base_url, options, enabled)
values ('tap', 'marzban', 'http://panel', '{"inbounds": ["x"]}', false);
create temporary view waiting as
select m.id, m.lane, m.payload, vpn.prepare_check(m.lane, m.payload) as said
from outbox.messages as m
where m.kind = 'vpn.check' and m.lane = 'check:tap';
create temporary view mine as
select c.* from ops.panel_checks as c where c.panel = 'tap';
create function pg_temp.does(p_result jsonb) returns void
language plpgsql
as $$
declare
  v_message record;
begin
  select w.* into v_message from waiting as w;
  perform vpn.checked(v_message.lane, v_message.payload, p_result);
  delete from outbox.messages as m where m.id = v_message.id;
end
$$;

select is(ops.check_panel('nowhere'), null, 'an unknown panel is not checked');
select ok(ops.check_panel('tap') is not null, 'one without customers is');
select results_eq(
  'select number, step, succeeded from mine', 'values (null::smallint, null::text, null::boolean)',
  'nothing is done yet'
);
select results_eq(
  $$select said - array['key', 'uuid', 'began_at'] from waiting$$,
  $$values ('{
    "panel": "tap", "kind": "marzban", "base_url": "http://panel", "options": {"inbounds": ["x"]},
    "acknowledged_version": null, "shop": "check", "step": "version"
  }'::jsonb)$$,
  'the listener is told what it needs'
);
select is(
  (select w.said ->> 'key' from waiting as w), (select m.account from mine as m), 'and the name of the account'
);
select is(
  (select (w.said ->> 'began_at')::timestamptz > now() - interval '1 hour' from waiting as w), true,
  'whose time is the machine''s'
);
select pg_temp.does('{"step": "version", "told": "marzban 0.8.4", "failed": false, "next": "add"}');
select is((select said ->> 'step' from waiting), 'add', 'the next step is asked for');
select pg_temp.does('{"step": "add", "told": "check_1", "failed": false, "next": null}');
select results_eq(
  'select number::integer, step, told, failed, finished_at, succeeded from mine order by number',
  $$values
    (1, 'version'::text, 'marzban 0.8.4'::text, false, app.now(), true),
    (2, 'add', 'check_1', false, app.now(), true)$$,
  'until there is none'
);
select is_empty('select from waiting', 'then nothing waits');
select is(
  vpn.prepare_check('x', jsonb_build_object('check_id', (select max(check_id) from mine), 'step', 'add')), null,
  'nor is anything done again'
);
select vpn.checked(
  'x', jsonb_build_object('check_id', (select max(check_id) from mine)), '{"step": "add", "told": "x", "failed": true}'
);
select is((select count(*) from mine), 2::bigint, 'or recorded');
select ok(ops.check_panel('tap') is not null, 'another check');
select pg_temp.does('{"step": "version", "told": "FAILED: no key", "failed": true, "next": null}');
select results_eq(
  'select distinct on (check_id) succeeded, failed from mine order by check_id desc',
  'values (false, true), (true, false)', 'one that failed is told'
);
select is((select count(distinct account) from mine), 2::bigint, 'each has its own account');
select throws_ok(
  $$update vpn.panel_checks set succeeded = null$$, '23514', null, 'what is finished has a result'
);
update app.settings set value = '30' where name = 'keep_job_runs_days';
select is(vpn.purge_checks(10), 0, 'checks are kept');
select set_config('test.now', '1996-04-01 12:00:00+00', true);
select is(vpn.purge_checks(10), 2, 'for a while');

select * from finish();
rollback;
