-- Rights by denial: what nobody has classified is read by nobody, and is listed.
begin;
select plan(17);

set local client_min_messages = error; -- the warnings are ops.unclassified, which is looked at below
create function pg_temp.may_read(p_column text) returns boolean
language sql
as $$
  select has_column_privilege('tickover_dba', p.relation, p.name, 'select')
    and has_column_privilege('tickover_operator', p.relation, p.name, 'select')
  from (values (regexp_replace(p_column, '\.\w+$', ''), substring(p_column from '\w+$'))) as p (relation, name)
$$;

create table billing.requisites (id bigint primary key, at timestamptz, iban text);
select ops.apply_grants();
select is(pg_temp.may_read('billing.requisites.id'), false, 'a new table is read by nobody');
select set_eq(
  $$select subject from ops.unclassified$$,
  array['billing.requisites.at', 'billing.requisites.iban', 'billing.requisites.id'],
  'it is listed, column by column'
);

select migrate.classify('billing.requisites', 'open', 'id', 'at'),
  migrate.classify('billing.requisites', 'personal', 'iban');
select is(pg_temp.may_read('billing.requisites.id'), false, 'classified it is read with the next grants');
select ops.apply_grants();
select is(pg_temp.may_read('billing.requisites.id'), true, 'as far as it is open');
select is(pg_temp.may_read('billing.requisites.iban'), false, 'and no farther');
select is_empty('select subject from ops.unclassified', 'nothing is left to be said');
select throws_ok(
  $$select migrate.classify('billing.requisites', 'public', 'iban')$$, '23514', null, 'there are three classes'
);

alter table billing.requisites add column bank text;
select ops.apply_grants();
select is(pg_temp.may_read('billing.requisites.bank'), false, 'a new column of a table is read by nobody');
alter table billing.requisites drop column bank;

alter table billing.requisites rename at to added_at;
select ops.apply_grants();
select is(pg_temp.may_read('billing.requisites.added_at'), false, 'nor is one under a new name');
select set_eq(
  $$select format('%s %s', subject, substring(why from 'not \w+')) from ops.unclassified$$,
  array['billing.requisites.added_at not classified', 'billing.requisites.at not there'],
  'and what was said of the old one is listed, too'
);
alter table billing.requisites rename added_at to at;

select migrate.classify('billing.requisites', 'secret', 'at');
select ops.apply_grants();
select is(pg_temp.may_read('billing.requisites.at'), false, 'what was open can be closed');

-- Views
create view ops.shown as select r.id from billing.requisites as r;
create view ops.leaking as select r.id, upper(r.iban) as name from billing.requisites as r;
create view ops.leaking_further as select l.name from ops.leaking as l;
create view ops.leaking_whole_rows as select to_jsonb(r) as name from billing.requisites as r;
create view ops.comparing as select r.id from billing.requisites as r where r.iban ~ '^DE';
select ops.apply_grants();
select is(pg_temp.may_read('ops.shown.id'), true, 'a view of what is open is open');
select is(pg_temp.may_read('ops.leaking.id'), false, 'one that reads a personal column is closed as a whole');
select is(pg_temp.may_read('ops.leaking_further.name'), false, 'and so is what is built on it');
select is(pg_temp.may_read('ops.leaking_whole_rows.name'), false, 'and one that takes whole rows');
select set_eq(
  $$select subject from ops.unclassified$$,
  array['ops.comparing', 'ops.leaking', 'ops.leaking_further', 'ops.leaking_whole_rows'],
  'also where the column is only looked at, until somebody has cleared the view'
);

-- The server must have all roles
create function pg_temp.without_payments() returns text
language plpgsql
as $$
begin
  alter role tickover_payments rename to tickover_nobody;
  perform ops.apply_grants();
  return 'granted';
exception when undefined_object then
  return sqlerrm;
end
$$;
select is(
  pg_temp.without_payments(), 'there is no role tickover_payments', 'an upgrade of a server that lacks a role says so'
);

select * from finish();
rollback;
