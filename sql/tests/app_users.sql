-- Who may see the admin's side, where keys are made, and whose clock shows what.
begin;
select plan(10);

\ir fixtures/clock.psql
create temporary view trace as
select u.actor, u.action, u.subject, u.before, u.after
from app.audit as u
where u.at = app.now()
order by u.id;

insert into app.users (identity_hash, created_at) values (sha256('tap user'), app.now());
create temporary view tap as
select u.* from app.users as u where u.identity_hash = sha256('tap user');
select is_empty('select * from trace', 'a user who comes is no change of who may do what');
update app.users as u set role = 'owner' from tap as t where u.id = t.id;
select results_eq(
  'select actor, action, before, after from trace',
  format(
    $$values ('owner:%s'::text, 'admin.made'::text, '{"role": null}'::jsonb, '{"role": "owner"}'::jsonb)$$,
    session_user
  ),
  'who becomes an admin is audited, without what names him'
);
update app.users as u set locale = 'ru' from tap as t where u.id = t.id;
update app.users as u set role = 'owner' from tap as t where u.id = t.id;
select is((select count(*) from trace), 1::bigint, 'what changes nothing of it is not');
update app.users as u set role = null from tap as t where u.id = t.id;
select is((select count(*) from trace where action = 'admin.removed'), 1::bigint, 'who is one no more is');

insert into vpn.panels (code, kind, base_url, enabled) values ('tap', 'xray-api', 'https://panel.example', false);
update vpn.panels set base_url = 'https://other.example' where code = 'tap';
select results_eq(
  $$select action, before ->> 'base_url', after ->> 'base_url' from trace where subject = 'panel'$$,
  $$values ('panel.added', null, 'https://panel.example'),
    ('panel.changed', 'https://panel.example', 'https://other.example')$$,
  'so is a panel that comes, and one that is somewhere else'
);

select lives_ok(
  format('update app.users set timezone = %L where identity_hash = sha256(''tap user'')', z.name),
  format('%s is a time zone', z.name)
)
from (values ('America/Argentina/Buenos_Aires'), ('America/Port-au-Prince'), ('Etc/GMT+3')) as z (name);
select throws_ok(
  $$update app.users set timezone = 'Europe/Moskow' where identity_hash = sha256('tap user')$$, '22023', null,
  'a typo is none'
);
select throws_ok(
  $$update app.users set timezone = 'MSK-3' where identity_hash = sha256('tap user')$$, '23514', null,
  'nor is a rule that only PostgreSQL knows'
);

select * from finish();
rollback;
