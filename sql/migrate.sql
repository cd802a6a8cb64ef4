-- What migrate.py remembers and asks. It runs this once, before the first file of an empty database; whoever
-- changes it later does so by a versioned file, as with any other table.

create schema migrate;
comment on schema migrate is 'What migrate.py applied, and whether it is still so.';

create table migrate.versions (
  version integer primary key,
  path text not null,
  checksum text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  applied_by text not null default session_user
);
comment on table migrate.versions is 'Versioned files, applied once each.';
comment on column migrate.versions.path is 'The file, relative to sql/.';
comment on column migrate.versions.checksum is 'SHA-256 of the file as it was applied.';
comment on column migrate.versions.finished_at is
  'Null while a file without a transaction runs; when it stays null its end is not known, and up refuses until an operator says.';

create table migrate.gaps (
  version integer primary key,
  allowed_at timestamptz not null default pg_catalog.clock_timestamp(),
  allowed_by text not null default session_user
);
comment on table migrate.gaps is 'Numbers that are meant to have no file (--allow-gap).';

create table migrate.repeatables (
  path text primary key,
  checksum text not null,
  applied_at timestamptz not null default pg_catalog.clock_timestamp(),
  applied_by text not null default session_user
);
comment on table migrate.repeatables is 'Repeatable files as they were applied last.';
comment on column migrate.repeatables.path is 'The file, relative to sql/.';
comment on column migrate.repeatables.checksum is 'SHA-256 of the file as it was applied.';

create table migrate.objects (
  type text not null,
  identity text not null,
  path text not null references migrate.repeatables on delete cascade,
  hash text not null,
  primary key (type, identity)
);
comment on table migrate.objects is 'What repeatable files made: functions, procedures, views, triggers.';
comment on column migrate.objects.identity is 'Name with argument types, as pg_identify_object() gives it.';
comment on column migrate.objects.hash is 'SHA-256 of the definition when the file was applied; another one now is drift.';

create view migrate.applied as
select v.path, v.checksum
from migrate.versions as v
where v.finished_at is not null
union all
select r.path, r.checksum
from migrate.repeatables as r;
comment on view migrate.applied is 'Every file that is applied, with its SHA-256; /ready compares it with the files of the program.';

-- Identity and hash cost a call each. They stand in the select list, not in a join, so that a query that wants
-- the revisions only, one after every file, does not pay for them.
create view migrate.live as
select
  o.classid,
  o.objid,
  o.revision,
  (pg_catalog.pg_identify_object(o.classid, o.objid, 0)).type,
  (pg_catalog.pg_identify_object(o.classid, o.objid, 0)).identity,
  pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(o.definition, 'UTF8')), 'hex') as hash
from (
  select
    'pg_catalog.pg_proc'::regclass::oid as classid,
    p.oid as objid,
    p.proowner as owner,
    p.xmin::text as revision,
    pg_catalog.pg_get_functiondef(p.oid) as definition
  from pg_catalog.pg_proc as p
  where p.prokind in ('f', 'p')
  union all
  select
    'pg_catalog.pg_class'::regclass::oid,
    c.oid,
    c.relowner,
    r.xmin::text,
    pg_catalog.concat(pg_catalog.pg_get_viewdef(c.oid), c.reloptions)
  from pg_catalog.pg_class as c
  join pg_catalog.pg_rewrite as r on r.ev_class = c.oid and r.rulename = '_RETURN'
  union all
  select
    'pg_catalog.pg_trigger'::regclass::oid,
    t.oid,
    c.relowner,
    t.xmin::text,
    pg_catalog.concat(pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled)
  from pg_catalog.pg_trigger as t
  join pg_catalog.pg_class as c on c.oid = t.tgrelid
  where not t.tgisinternal
    and t.tgparentid = 0
) as o
where o.owner = (select r.oid from pg_catalog.pg_roles as r where r.rolname = 'tickover_owner');
comment on view migrate.live is 'Everything of tickover_owner''s that a repeatable file can make, as it is now.';
comment on column migrate.live.revision is 'Changes whenever the object is made anew, also when it stays the same.';

create view migrate.drift as
select
  o.path,
  o.type,
  o.identity,
  case when l.hash is null then 'missing' when l.hash <> o.hash then 'drifted' else 'same' end as state,
  l.classid,
  l.objid
from migrate.objects as o
left join migrate.live as l on l.type = o.type and l.identity = o.identity;
comment on view migrate.drift is 'What repeatable files made, and whether it is still the same, drifted or missing.';

-- The whole of which a falling part is a part falls too: the view of its rule, the view of its row type.
create function migrate.dependants(p_classid oid, p_objid oid)
returns table (classid oid, objid oid, type text, identity text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with recursive falling (classid, objid) as (
    select p_classid, p_objid
    union
    select next.classid, next.objid
    from falling as f
    cross join lateral (
      select d.classid, d.objid
      from pg_depend as d
      where d.refclassid = f.classid and d.refobjid = f.objid
      union all
      select d.refclassid, d.refobjid
      from pg_depend as d
      where d.classid = f.classid and d.objid = f.objid and d.deptype = 'i'
    ) as next
  )
  select f.classid, f.objid, i.type, i.identity
  from falling as f
  cross join lateral pg_identify_object(f.classid, f.objid, 0) as i
  where not exists (
    select
    from pg_depend as d
    where d.classid = f.classid and d.objid = f.objid and d.deptype = 'i'
  )
$$;
comment on function migrate.dependants(oid, oid) is
  'What drop ... cascade of the object (catalog, oid) takes with it, itself included; parts of an object are not named apart.';
revoke execute on function migrate.dependants(oid, oid) from public;
