-- What a role may do is checked by each function of schema admin, before anything else.
begin;
select plan(19);

\ir fixtures/clock.psql
\set people 4
\ir fixtures/people.psql
update app.users as u
set role = r.role
from people as p
join (values (-1, 'owner'), (-2, 'manager'), (-3, 'support'), (-4, null)) as r (telegram_id, role)
  on r.telegram_id = p.telegram_id
where u.id = p.id;

create function pg_temp.state_of(p_statement text) returns text
language plpgsql
as $$
begin
  execute p_statement;
  raise exception using errcode = 'TK999', message = 'allowed';
exception
  when others then
    return sqlstate;
end
$$;

-- Those that only tell or keep what is the admin's own.
create temporary table own (name text);
insert into own values ('me'), ('form'), ('keep_form');

-- One call a function and person, with nulls for all that it takes besides who asks.
create temporary view calls as
select
  p.proname as name,
  a.telegram_id,
  u.role,
  substring(p.prosrc from 'app\.act_as_admin\(p_telegram_id, ''(\w+)''') as permission,
  format(
    'select %s(%s%s)', p.oid::regproc, a.telegram_id,
    (
      select string_agg(', null::' || format_type(t.type, null), '' order by t.at)
      from unnest(p.proargtypes::oid[]) with ordinality as t (type, at)
      where t.at > 1
    )
  ) as statement
from pg_proc as p
cross join people as a
join app.users as u on u.id = a.id
where p.pronamespace = 'admin'::regnamespace and p.prorettype <> 'trigger'::regtype
  and p.proname !~ '^_' and p.proname not in (select o.name from own as o);

select is_empty(
  'select name from calls where permission is null', 'each function names the permission that it needs'
);
select is_empty(
  'select c.name from calls as c left join app.permissions as p on p.name = c.permission where p.name is null',
  'and it is one that there is'
);
select is_empty(
  $$select p.oid::regprocedure from pg_proc as p
    where p.pronamespace = 'admin'::regnamespace and p.proname !~ '^_' and p.prorettype <> 'trigger'::regtype
      and (p.proargnames[1], p.proargtypes[0]) is distinct from ('p_telegram_id', 'bigint'::regtype::oid)$$,
  'each takes who asks first'
);
select is_empty(
  $$select name, role, pg_temp.state_of(statement) from calls
    where not coalesce(app.may(role, permission), false) and pg_temp.state_of(statement) <> 'TK070'$$,
  'who lacks it is refused, whatever he asks for'
);
select is_empty(
  $$select name, role from calls where app.may(role, permission) and pg_temp.state_of(statement) = 'TK070'$$,
  'who has it is not'
);
select is_empty(
  $$select name, pg_temp.state_of(statement) from calls
    where role = 'owner'
      and pg_temp.state_of(statement) = any ('{42804, 42702, 42703, 42883, 42P01, 42501}')$$,
  'none is broken: each finds what it names, and gives what it says'
);
select is(app.may('owner', 'nothing'), true, 'an owner may everything');
select is(app.may(null, 'customers'), null, 'a customer nothing');
select is(pg_temp.state_of('select admin.admins(-99)'), 'TK070', 'nor does a stranger');
insert into app.blocked (telegram_id, reason, since) values (-1, 'left in anger', app.now());
select is(pg_temp.state_of('select admin.admins(-1)'), 'TK070', 'nor an owner who is on the blacklist');
delete from app.blocked where telegram_id = -1;

delete from app.role_permissions where role = 'manager' and permission = 'audit';
select is(
  (select m.permissions @> '{audit}' from api.home(-2) as m), false,
  'a permission that is taken away is gone at once'
);
select isnt_empty(
  $$select from app.audit where action = 'role_permission.removed'$$, 'which is audited'
);

-- The name under which an admin acts
select is(
  admin.make_admin(-1, (select id from people where telegram_id = -4), 'support', 'helps from today'), 'made',
  'an owner makes an admin'
);
select results_eq(
  'select actor, reason, after ->> ''role'' from app.audit where action = ''admin.made'' order by id desc limit 1',
  format(
    $$values ('admin:%s'::text, 'helps from today'::text, 'support'::text)$$,
    (select id from people where telegram_id = -1)
  ),
  'and it is recorded who did it, and why'
);
select is(
  admin.make_admin(-1, (select id from people where telegram_id = -1), null, 'gone'), 'last_owner',
  'the last owner stays'
);
select is(
  ops.erase_identity((select id from people where telegram_id = -1), 'left'), 'is_admin',
  'who is forgotten was no admin'
);
insert into app.role_permissions (role, permission) values ('manager', 'admins');
select is(
  admin.make_admin(-2, (select id from people where telegram_id = -2), 'owner', 'why not'), 'not_an_owner',
  'and who may make admins makes no owners'
);
set local session authorization tickover_operator;
select is(
  (select app.actor()), 'operator:tickover_operator', 'an operator cannot take the name of an admin'
);
reset session authorization;
select set_config('tickover.admin', '', true);
select alike(app.actor(), 'operator:%', 'outside a call of an admin it is an operator who acts');

select * from finish();
rollback;
