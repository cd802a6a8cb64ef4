-- Defines all grants in one place; migrate.py runs it after every change. It uses rules, not lists: a new function is
-- granted with its schema, a new column once it is classified (ops.columns).
create or replace function ops.apply_grants() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_missing text;
  v_role name;
  v_schema name;
  v_routines text;
  v_routine oid;
  v_relation regclass;
  v_columns name[];
  v_subject text;
  v_why text;
begin
  select string_agg(distinct g.role, ', ') into v_missing
  from ops.granted_schemas() as g
  where not exists (select from pg_roles as r where r.rolname = g.role);
  if v_missing is not null then
    raise undefined_object using
      message = format('there is no role %s', v_missing), hint = 'Run sql/bootstrap.sql again; it creates new roles.';
  end if;

  for v_role, v_schema, v_routine, v_relation in
    select h.role, h.schema, h.routine, h.relation from ops._held_rights() as h
  loop
    if v_schema is not null then
      execute format('revoke all on schema %I from %I', v_schema, v_role);
    elsif v_routine is not null then
      execute format('revoke all on routine %s from %I', v_routine::regprocedure, v_role);
    else
      execute format('revoke all on %s from %I', v_relation, v_role);
    end if;
  end loop;

  for v_role, v_schema, v_routines in
    select g.role, g.schema, g.routines from ops.granted_schemas() as g
  loop
    execute format('grant usage on schema %I to %I', v_schema, v_role);

    for v_routine in
      select p.oid
      from pg_proc as p
      where p.pronamespace = v_schema::regnamespace
        and p.proname !~ '^_'
        and p.proname <> 'apply_grants'
        and p.prorettype <> 'trigger'::regtype
        and case v_routines
          when 'all' then true
          when 'entry' then p.prosecdef
          when 'storing' then p.prosecdef and p.proname ~ '^(receive|refuse)'
          when 'not storing' then p.prosecdef and p.proname !~ '^(receive|refuse)'
          when 'running' then p.prosecdef
            or p.prokind = 'p'
            or p.prorettype = 'jobs.step'::regtype
            or p.proname in ('apply_schedules', 'cron_node')
          when 'reading' then p.prokind = 'f' and p.provolatile <> 'v' and not p.prosecdef
        end
    loop
      execute format('grant execute on routine %s to %I', v_routine::regprocedure, v_role);
    end loop;
  end loop;

  for v_relation, v_columns in
    select c.relation, array_agg(c.name) from ops.columns as c where c.class = 'open' group by c.relation
  loop
    execute format(
      'grant select (%s) on %s to tickover_dba, tickover_operator',
      (select string_agg(quote_ident(n.name), ', ') from unnest(v_columns) as n (name)),
      v_relation
    );
  end loop;

  for v_subject, v_why in
    select u.subject, u.why from ops.unclassified as u order by u.subject
  loop
    raise warning '%: %', v_subject, v_why;
  end loop;
end
$$;
comment on function ops.apply_grants() is
  'Revokes everything from Tickover''s login roles and grants what ops.granted_schemas() lists; tickover_dba and tickover_operator may read the columns that are open in ops.columns. Warns about everything in ops.unclassified. Raises 42704 when a role is missing. Run by the owner.';
