-- What each role may do, as the catalogs have it. tests/test_roles.py tries it on connections of the roles.
begin;
select plan(12);

create temporary table granted (role text, schema text, may text default '.');
insert into granted values
  ('tickover_bot', 'api'), ('tickover_bot', 'admin'), ('tickover_listener', 'outbox'), ('tickover_page', 'page'),
  ('tickover_cron', 'jobs'), ('tickover_operator', 'ops');
insert into granted values
  ('tickover_bot', 'inbox', '^(?!receive|refuse)'), ('tickover_payments', 'inbox', '^(receive|refuse)');

create temporary view columns as
select c.oid as relation, format('%s.%s.%s', n.nspname, c.relname, a.attname) as name, a.attnum as number
from pg_namespace as n
join pg_class as c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm')
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname in ('app', 'ledger', 'billing', 'vpn', 'inbox', 'outbox', 'jobs', 'support', 'admin', 'page', 'ops');

select is_empty(
  'select subject from ops.violations_of_roles', 'bot, listener, page and jobs have no right that they should not have'
);
select is_empty(
  $$select r.role, p.oid::regprocedure from granted as r
    join pg_namespace as n on n.nspname = r.schema
    join pg_proc as p on p.pronamespace = n.oid
    where p.prorettype <> 'trigger'::regtype
      and (p.prosecdef or r.role = 'tickover_operator')
      and p.proname !~ '^_'
      and p.proname ~ r.may
      and p.oid <> 'ops.apply_grants()'::regprocedure
      and not (has_schema_privilege(r.role, n.oid, 'usage') and has_function_privilege(r.role, p.oid, 'execute'))$$,
  'each executes all that is in its schemas, and is meant for it'
);
select is_empty(
  $$select r.role, p.oid::regprocedure from granted as r
    join pg_namespace as n on n.nspname = r.schema
    join pg_proc as p on p.pronamespace = n.oid
    where (p.proname ~ '^_' or p.proname = 'apply_grants') and has_function_privilege(r.role, p.oid, 'execute')$$,
  'but nothing that is internal'
);
-- What has no rights of its own is what others are made of: an alarm raised by hand, a row parked, a message queued.
select results_eq(
  $$select r.role, p.oid::regprocedure::text from granted as r
    join pg_namespace as n on n.nspname = r.schema
    join pg_proc as p on p.pronamespace = n.oid
    where not p.prosecdef and r.role <> 'tickover_operator' and has_function_privilege(r.role, p.oid, 'execute')
    order by p.proname$$,
  $$values
    ('tickover_cron'::text, 'jobs.apply_schedules()'), ('tickover_cron', 'jobs.cron_node()'),
    ('tickover_cron', 'jobs.purge_cron_history(integer)'), ('tickover_cron', 'jobs.work(text)')$$,
  'nor parts of what is, but for what pg_cron runs as its role'
);
select is_empty(
  'select subject, why from ops.unclassified', 'somebody has said of every column whether it is open'
);
select is_empty(
  $$select c.name from columns as c
    where c.name ~ '\.(identity_hash|username|first_name|body|link|links|uuid|former|token)$'
      and c.name not in ('outbox.topics.tokens', 'outbox.lanes.token')
      and has_column_privilege('tickover_dba', c.relation, c.number, 'select')$$,
  'tickover_dba sees no personal data and no secrets'
);
select is_empty(
  $$select c.name from columns as c
    where c.name ~ '^(app\..*\.telegram_id|app\.conversations\.(chat_id|data)|outbox\.(messages|dead_letters)\.payload)$'
      and has_column_privilege('tickover_dba', c.relation, c.number, 'select')$$,
  'nor Telegram ids, conversations and texts'
);
select is_empty(
  $$select c.name from columns as c
    where has_column_privilege('tickover_operator', c.relation, c.number, 'select')
      <> has_column_privilege('tickover_dba', c.relation, c.number, 'select')$$,
  'tickover_operator reads what tickover_dba reads'
);
select is_empty(
  $$select r.role, c.name from (values ('tickover_dba'), ('tickover_operator')) as r (role)
    cross join columns as c
    where has_column_privilege(r.role, c.relation, c.number, 'insert, update, references')
      or has_table_privilege(r.role, c.relation, 'delete, truncate, trigger')$$,
  'and neither changes anything'
);

-- What stores an update says which money came
select is_empty(
  $$select p.oid::regprocedure from pg_proc as p
    where p.proname ~ '^(receive|refuse)' and p.pronamespace = 'inbox'::regnamespace
      and has_function_privilege('tickover_bot', p.oid, 'execute')$$,
  'handlers cannot store an update'
);

select ok(
  not (select rolcanlogin from pg_roles where rolname = 'tickover_owner'), 'nobody logs in as tickover_owner'
);
select ok(pg_has_role('tickover_migrator', 'tickover_owner', 'member'), 'whom tickover_migrator may become');

select * from finish();
rollback;
