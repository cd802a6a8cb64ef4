create or replace function broadcast.segments() returns table (segment text, argument text, title jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select s.name, null::text, null::jsonb
  from unnest('{all, active, trial, expired, never_paid, never_connected}'::text[]) as s (name)
  union all
  select 'language', l.locale, null
  from (select distinct u.locale from app.users as u order by u.locale) as l
  union all
  select 'plan', p.code, p.title
  from (select o.code, o.title from billing.plans as o order by o.position, o.id) as p
  union all
  select 'view', substr(v.name, 9), null
  from (
    select c.relname::text as name
    from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.attname = 'user_id'
    where c.relnamespace = 'ops'::regnamespace and c.relkind in ('v', 'm') and c.relname ~ '^segment_[a-z0-9_]{1,40}$'
      and has_table_privilege(c.oid, 'select')
    order by c.relname
  ) as v;
end
$$;
comment on function broadcast.segments() is
  'Returns the segments that can be chosen: languages that somebody reads, plans (with their titles by language), and views ops.segment_<argument> (at most 40 characters) with a column user_id, that the owner of the database may read.';
