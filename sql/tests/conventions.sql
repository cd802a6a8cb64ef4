-- What holds for every object of ours, read from the catalogs, so that a new one cannot escape it. Each test
-- is a query for what breaks the rule.
begin;
select plan(23);

create temporary view ours as
select n.oid, n.nspname::text as schema
from pg_namespace as n
where n.nspname in (
  'app', 'ledger', 'billing', 'vpn', 'inbox', 'outbox', 'jobs', 'support', 'broadcast',
  'api', 'admin', 'page', 'ops', 'migrate'
);

create temporary view relations as
select o.schema, c.oid, c.oid::regclass::text as name, c.relkind as kind, c.relowner as owner, c.relacl as acl
from ours as o
join pg_class as c on c.relnamespace = o.oid
where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f');

create temporary view columns as
select
  r.schema,
  r.oid as relation,
  r.kind,
  a.attnum as number,
  format('%s.%s', r.name, a.attname) as name,
  a.attname::text as short_name,
  coalesce(nullif(t.typbasetype, 0), t.oid)::regtype::text as type,
  col_description(r.oid, a.attnum) as comment
from relations as r
join pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_type as t on t.oid = a.atttypid
where r.kind in ('r', 'p', 'v', 'm');

create temporary view functions as
select
  o.schema,
  p.oid,
  p.oid::regprocedure::text as name,
  p.prokind as kind,
  p.prosecdef as is_definer,
  p.proowner as owner,
  coalesce(p.proacl, acldefault('f', p.proowner)) as acl,
  coalesce(p.proconfig, '{}') as settings,
  p.proretset as returns_set,
  p.provolatile as volatility,
  l.lanname::text as language,
  regexp_replace(p.prosrc, '--[^\n]*', '', 'g') as source,
  obj_description(p.oid, 'pg_proc') as comment
from ours as o
join pg_proc as p on p.pronamespace = o.oid
join pg_language as l on l.oid = p.prolang;

-- \d+ and \df+ are the manual
select is_empty(
  $$select schema from ours where obj_description(oid, 'pg_namespace') is null$$, 'a schema has a comment'
);
select is_empty(
  $$select name from relations where kind <> 'S' and obj_description(oid, 'pg_class') is null$$,
  'a table or view has a comment'
);
select is_empty(
  $$select t.oid::regtype from ours as o join pg_type as t on t.typnamespace = o.oid
    left join pg_class as c on c.oid = t.typrelid
    where (t.typtype in ('d', 'e', 'r') or c.relkind = 'c') and obj_description(t.oid, 'pg_type') is null$$,
  'a type has a comment'
);
select is_empty($$select name from functions where comment is null$$, 'a function has a comment');
-- A table names its key. A view that is a part of another (ops.violations_of_vpn) has columns of that.
select is_empty(
  $$select c.name from columns as c
    where c.comment is null
      and not (c.short_name = 'id' and exists (
        select from pg_index as i where i.indrelid = c.relation and i.indisprimary and i.indkey::text = c.number::text
      ))
      and not exists (
        select from columns as whole
        where whole.name = regexp_replace(c.name, '_of_\w+\.', '.')
          and whole.name <> c.name
          and whole.comment is not null
      )$$,
  'a column of a table or view has a comment'
);
select is_empty(
  $$select name from columns
    where type = 'bigint' and short_name ~ '(^|_)(amount|balance|floor)($|_)' and comment !~* 'minor units'$$,
  'a comment on a column of money tells its unit'
);
select is_empty(
  $$select f.name, m.code[1] from functions as f, regexp_matches(f.source, $r$errcode = '(TK\d+)'$r$, 'g') as m (code)
    where strpos(f.comment, m.code[1]) = 0$$,
  'a function''s comment names the errors that it raises'
);

-- Functions
select is_empty(
  $$select name from functions
    where not settings @> array['search_path=pg_catalog, pg_temp']
      and not (kind = 'p' and source ~ '\mcommit\M')
      and not (
        language = 'sql' and not is_definer
        and (
          trim(e' \n' from source) !~ '\n'
          or source !~* '\m(from|insert|update|delete)\M'
          or returns_set and source !~* '\m((from|join)\s+(?!lateral)[a-z"]|insert|update|delete)'
          or returns_set and volatility = 's' and name ~ '\._'
        )
      )$$,
  'a function has a fixed search_path, unless it commits or is inlined: a line, a query of no table, a part of others'
);
select is_empty(
  $$select name from functions
    where is_definer and schema not in ('api', 'admin', 'inbox', 'outbox', 'page', 'ops', 'jobs')$$,
  'security definer functions stand in api, admin, inbox, outbox, page, ops and jobs alone'
);
select is_empty(
  $$select name from functions where schema in ('api', 'admin') and not is_definer and name !~ '^(api|admin)\._'$$,
  'what the bot calls runs with the owner''s rights'
);
select is_empty(
  $$select name from functions
    where schema not in ('outbox', 'inbox', 'jobs', 'migrate')
      and name <> 'app.now()'
      and source ~* '(?<!app\.)\m(now\(|(clock|statement|transaction)_timestamp|timeofday|localtime|current_(time|date))'$$,
  'business time is app.now()'
);

-- Tables
select is_empty(
  $$select name from columns where schema in ('ledger', 'billing') and kind in ('r', 'p')
      and type ~ '^(numeric|real|double precision|money)'$$,
  'no number in ledger and billing is a fraction'
);
select is_empty(
  $$select name from columns where short_name ~ '(^|_)(amount|balance|floor|price)$' and type <> 'bigint'$$,
  'money is bigint'
);
select is_empty(
  $$select name from columns where type ~ '^(timestamp without|time )'$$, 'a time has its zone'
);
select is_empty(
  $$select r.name from relations as r where kind in ('r', 'p')
      and not exists (select from pg_index as i where i.indrelid = r.oid and i.indisprimary)$$,
  'a table has a primary key'
);
-- Rows of these are few or never deleted, so nobody looks for who refers to them.
select is_empty(
  $$select c.conrelid::regclass, c.conname from relations as r join pg_constraint as c on c.conrelid = r.oid
    where c.contype = 'f'
      and c.confrelid::regclass::text not in (
        'app.users', 'app.flags', 'billing.subscriptions', 'billing.plans', 'billing.plan_versions', 'billing.prices',
        'vpn.panels', 'ledger.accounts',
        'ledger.transfers', 'migrate.repeatables'
      )
      and not exists (
        select from pg_index as i
        where i.indrelid = c.conrelid
          and (string_to_array(i.indkey::text, ' ')::smallint[])[1:cardinality(c.conkey)] @> c.conkey
      )$$,
  'a foreign key has an index'
);
select is_empty(
  $$select t.tgname, t.tgrelid::regclass from pg_trigger as t
    join functions as f on f.oid = t.tgfoid
    where f.schema in ('app', 'ledger') and t.tgenabled <> 'A'$$,
  'what guards money and audit is on for replication roles as well'
);

-- Rights
select is_empty(
  $$select f.name from functions as f, aclexplode(f.acl) as a where a.grantee = 0$$, 'PUBLIC executes nothing'
);
select is_empty(
  $$select r.name from relations as r, aclexplode(r.acl) as a where a.grantee = 0$$, 'PUBLIC reads and writes nothing'
);
select is_empty(
  $$select o.schema from ours as o join pg_namespace as n on n.oid = o.oid, aclexplode(n.nspacl) as a
    where a.grantee = 0$$,
  'PUBLIC uses no schema of ours'
);
select is_empty(
  $$select name from relations where owner <> 'tickover_owner'::regrole
    union all select name from functions where owner <> 'tickover_owner'::regrole
    union all
    select o.schema from ours as o join pg_namespace as n on n.oid = o.oid
    where n.nspowner <> 'tickover_owner'::regrole$$,
  'everything belongs to tickover_owner'
);
select is_empty(
  $$select r.rolname, m.roleid::regrole from pg_roles as r join pg_auth_members as m on m.member = r.oid
    where r.rolname in ('tickover_bot', 'tickover_listener', 'tickover_cron', 'tickover_dba')
    union all
    select r.rolname, null from pg_roles as r
    where r.rolname like 'tickover\_%' and (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls)$$,
  'no role is more than its name says'
);
select is_empty(
  $$select k.name, k.prepare
    from outbox.kinds as k
    join pg_proc as p on p.oid = to_regproc(k.prepare)
    where p.provolatile = 'v'$$,
  'no prepare hook writes: a claim has locked lanes by then, and these come after all rows of the business'
);

select * from finish();
rollback;
