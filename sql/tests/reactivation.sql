-- What an operator does when a panel forgot its users, and what a user finds who comes back.
begin;
select plan(5);

\ir fixtures/clock.psql

update app.settings set value = '"tap"' where name = 'trial_plan';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
create temporary table person as
select s.user_id as id from api.start(-1, sha256('tap returning'), null, 'Ann', 'en') as s;
do $$ begin perform api.start_trial(-1); end $$;

-- A panel that forgot its users
create temporary view access as
select a.* from ops.access as a join billing.subscriptions as s on s.id = a.subscription_id
where s.user_id = (select p.id from person as p);
do $$
begin
  perform vpn.applied(
    a.access_id::text, '{}',
    jsonb_build_object('generation', a.desired_generation, 'present', true, 'link', 'vless://x')
  )
  from access as a;
end
$$;
select cmp_ok(
  (select ops.reapply(p.code) from vpn.panels as p join access as a on a.panel = p.code), '>=', 1,
  'every access of a panel can be pushed again'
);
do $$ begin perform jobs.reapply_access(10000); end $$;
select is(
  (select a.desired_generation - a.applied_generation from access as a), 1::bigint, 'as a new generation'
);
select is(ops.reapply('no_such_panel'), 0, 'an unknown panel has none');

-- Blocked, and back
delete from outbox.messages where topic = 'inbox' and lane = '-1';
do $$ begin perform api.set_reachable(-1, false); end $$;
select is_empty(
  $$select from outbox.messages where topic = 'inbox' and lane = '-1'$$, 'who blocks the bot is left alone'
);
do $$ begin perform api.set_reachable(-1, true); end $$;
select is(
  (select m.kind from outbox.messages as m where m.topic = 'inbox' and m.lane = '-1'), 'inbox.refresh',
  'who comes back finds a fresh screen'
);

select * from finish();
rollback;
