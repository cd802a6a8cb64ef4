-- Who may do what, in one place; run by migrate.py after every change. Rules, not lists: a new function in a
-- schema is granted with its schema, a new column of a table is readable unless it is named below.
create or replace function ops.apply_grants() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hidden constant text[] := array[
    'app.users.identity_hash',
    'app.telegram_identities.telegram_id',
    'app.telegram_identities.username',
    'app.telegram_identities.first_name',
    'app.conversations.telegram_id',
    'app.conversations.chat_id',
    'app.conversations.data',
    'billing.trials.identity_hash',
    'billing.orders.token',
    'inbox.updates.lane',
    'inbox.updates.body',
    'inbox.money_events.telegram_id',
    'inbox.money_events.invoice_payload',
    'inbox.money_events.details',
    'inbox.unqueued.lane',
    'inbox.refused_bodies.body',
    'outbox.lanes.lane',
    'outbox.messages.lane',
    'outbox.messages.payload',
    'outbox.dead_letters.lane',
    'outbox.dead_letters.payload',
    'vpn.access.uuid',
    'vpn.access.link'
  ];
  v_role name;
  v_schema name;
  v_routines text;
  v_routine oid;
  v_table name;
  v_column name;
begin
  for v_role, v_schema in
    select r.rolname, n.nspname
    from pg_roles as r
    cross join pg_namespace as n
    where r.rolname in (select g.role from ops.granted_schemas() as g)
      and n.nspname in (select g.schema from ops.granted_schemas() as g)
  loop
    execute format('revoke all on schema %I from %I', v_schema, v_role);
    execute format('revoke all on all tables in schema %I from %I', v_schema, v_role);
    execute format('revoke all on all routines in schema %I from %I', v_schema, v_role);
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
        and p.proname not in ('apply_grants', 'granted_schemas')
        and p.prorettype <> 'trigger'::regtype
        and (v_routines = 'all' or (p.prokind = 'f' and p.provolatile <> 'v' and not p.prosecdef))
    loop
      execute format('grant execute on routine %s to %I', v_routine::regprocedure, v_role);
    end loop;

    for v_table, v_column in
      select c.relname, a.attname
      from pg_class as c
      join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where v_role in ('tickover_dba', 'tickover_operator')
        and c.relnamespace = v_schema::regnamespace
        and c.relkind in ('r', 'p', 'v', 'm')
        and format('%s.%s.%s', v_schema, c.relname, a.attname) <> all (v_hidden)
    loop
      execute format('grant select (%I) on %I.%I to %I', v_column, v_schema, v_table, v_role);
    end loop;
  end loop;
end
$$;
comment on function ops.apply_grants() is
  'Revokes everything from Tickover''s login roles and grants what ops.granted_schemas() says; tickover_dba and tickover_operator read every column but personal data and secrets. Run by the owner.';
