-- An administrator runs this script once in a new database, and again after an upgrade:
--
--   psql -v ON_ERROR_STOP=1 -f sql/bootstrap.sql <database>
--
-- It creates the roles, the extensions and the rights on the database; migrate.py creates everything else. It is
-- plain SQL, can be repeated at any time and sets no password: the administrator gives each login role a password or
-- a line in pg_ident. A superuser can run it, and the administrator of a managed server who may create roles and
-- databases and is given pg_cron (docs/operations.md, Setting up).

begin;
set local client_min_messages = warning;

-- Roles. tickover_owner owns every object and cannot log in; the roles of Python own nothing.
do $$
declare
  v_role record;
begin
  for v_role in
    select *
    from (values
      ('tickover_owner', 'nologin', 'owns every object of Tickover'),
      ('tickover_migrator', 'login', 'applies migrations, by set role tickover_owner'),
      ('tickover_bot', 'login', 'the bot''s handlers: executes functions of api and inbox'),
      ('tickover_payments', 'login', 'the bot''s ingress: stores events from outside, from which money is booked'),
      ('tickover_listener', 'login', 'the listener: executes functions of outbox'),
      ('tickover_page', 'login', 'the subscription page: executes functions of page, which read; one binds devices'),
      ('tickover_cron', 'login', 'pg_cron runs its jobs as this role'),
      ('tickover_dba', 'login', 'reads ops and the tables, but no personal data'),
      ('tickover_operator', 'login', 'reads what tickover_dba reads, and executes functions of ops')
    ) as r (name, login, purpose)
  loop
    if not exists (select from pg_catalog.pg_roles as p where p.rolname = v_role.name) then
      execute format('create role %I %s', v_role.name, v_role.login);
    end if;
    execute format('comment on role %I is %L', v_role.name, v_role.purpose);
  end loop;
end
$$;

grant tickover_owner to tickover_migrator;
grant tickover_cron to tickover_migrator;
grant tickover_dba to tickover_operator;

-- The settings of a role apply to each of its sessions. Jobs need them here because a looping procedure must not have
-- a set clause; a statement_timeout covers the whole call of such a procedure. No jit: functions that force index
-- lookups have plans with a huge nominal cost, and compiling one takes up to a second.
alter role tickover_bot set jit = off;
alter role tickover_bot set search_path = pg_catalog, pg_temp;
alter role tickover_bot set statement_timeout = '10s';
alter role tickover_bot set lock_timeout = '3s';
alter role tickover_bot set idle_in_transaction_session_timeout = '30s';

alter role tickover_payments set jit = off;
alter role tickover_payments set search_path = pg_catalog, pg_temp;
alter role tickover_payments set statement_timeout = '10s';
alter role tickover_payments set lock_timeout = '3s';
alter role tickover_payments set idle_in_transaction_session_timeout = '30s';

alter role tickover_listener set jit = off;
alter role tickover_listener set search_path = pg_catalog, pg_temp;
alter role tickover_listener set statement_timeout = '30s';
alter role tickover_listener set lock_timeout = '5s';
alter role tickover_listener set idle_in_transaction_session_timeout = '30s';

alter role tickover_page set jit = off;
alter role tickover_page set search_path = pg_catalog, pg_temp;
alter role tickover_page set default_transaction_read_only = on;
alter role tickover_page set statement_timeout = '5s';
alter role tickover_page set lock_timeout = '1s';
alter role tickover_page set idle_in_transaction_session_timeout = '10s';

alter role tickover_cron set jit = off;
alter role tickover_cron set search_path = pg_catalog, pg_temp;
alter role tickover_cron set statement_timeout = '15min';
alter role tickover_cron set lock_timeout = '5s';
alter role tickover_cron set idle_in_transaction_session_timeout = '1min';

-- What somebody sets for the database or the server changes nothing that is computed: in a stricter isolation whoever
-- waited for a lock does not see what the other did, or fails; and a backslash in a pattern is a backslash.
do $$
declare
  v_role name;
begin
  foreach v_role in array array[
    'tickover_migrator', 'tickover_bot', 'tickover_payments', 'tickover_listener', 'tickover_page', 'tickover_cron',
    'tickover_dba', 'tickover_operator'
  ] loop
    execute format('alter role %I set default_transaction_isolation = %L', v_role, 'read committed');
    execute format('alter role %I set standard_conforming_strings = on', v_role);
  end loop;
end
$$;

-- People who inspect the shop can name ops views without their schema, and cannot block the shop with locks.
alter role tickover_dba set search_path = ops;
alter role tickover_dba set default_transaction_read_only = on;
alter role tickover_dba set statement_timeout = '5min';
alter role tickover_operator set search_path = ops;
alter role tickover_operator set statement_timeout = '5min';
alter role tickover_operator set lock_timeout = '5s';

-- Rights on this database: which roles may connect; only the owner creates schemas.
do $$
begin
  execute format('alter database %I set timezone = %L', current_database(), 'UTC');
  execute format('revoke all on database %I from public', current_database());
  execute format('grant create, temporary on database %I to tickover_owner', current_database());
  execute format(
    'grant connect on database %I to tickover_owner, tickover_migrator, tickover_bot, tickover_payments, '
    'tickover_listener, tickover_page, tickover_cron, tickover_dba, tickover_operator',
    current_database()
  );
end
$$;

revoke create on schema public from public;

-- Exclusion constraints over an id and a range.
create extension if not exists btree_gist with schema public;

-- pg_cron works in only one database of a server and needs server settings. Only a superuser may read which database
-- that is; anybody else is told by pg_cron itself where it is another one.
do $$
declare
  v_home text;
  v_owner text;
begin
  begin
    v_home := current_setting('cron.database_name', true);
  exception when insufficient_privilege then
    v_home := current_database();
  end;
  if v_home is null then
    raise warning 'pg_cron is not in shared_preload_libraries: no job will run automatically';
    return;
  elsif v_home <> current_database() then
    raise warning 'cron.database_name is %: no job will run automatically in %', v_home, current_database();
    return;
  end if;

  begin
    create extension if not exists pg_cron;
  exception when insufficient_privilege or raise_exception or feature_not_supported or undefined_file then
    raise warning 'pg_cron cannot be created in %: %', current_database(), sqlerrm;
    return;
  end;

  begin
    grant usage on schema cron to tickover_owner, tickover_cron, tickover_dba, tickover_operator;
  exception when insufficient_privilege then
    null;
  end;
  if not has_schema_privilege('tickover_cron', 'cron', 'usage') then
    select pg_get_userbyid(n.nspowner) into v_owner from pg_namespace as n where n.nspname = 'cron';
    raise insufficient_privilege
      using message = format('tickover_cron may not use the schema cron, which belongs to %s', v_owner),
        hint = 'As its owner: grant usage on schema cron to tickover_owner, tickover_cron, tickover_dba, tickover_operator';
  end if;

  -- Row security shows a role only its own jobs, and ours belong to tickover_cron.
  begin
    drop policy if exists tickover_reads on cron.job_run_details;
    create policy tickover_reads on cron.job_run_details
      for select to tickover_owner, tickover_dba, tickover_operator
      using (username = 'tickover_cron');
    grant select on cron.job_run_details to tickover_owner, tickover_dba, tickover_operator;
    drop policy if exists tickover_reads on cron.job;
    create policy tickover_reads on cron.job
      for select to tickover_dba, tickover_operator
      using (username = 'tickover_cron');
    grant select on cron.job to tickover_dba, tickover_operator;
  exception when insufficient_privilege then
    raise warning 'the tables of pg_cron belong to somebody else: ops.cron_runs will show nothing';
  end;
end
$$;

commit;
