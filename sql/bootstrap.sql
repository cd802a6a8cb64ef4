-- What an administrator runs once in a new database, and again after an upgrade:
--
--   psql -v ON_ERROR_STOP=1 -f sql/bootstrap.sql <database>
--
-- Makes the roles, the extensions and the rights on the database; migrate.py makes all else. It is plain
-- SQL, may be repeated at any time and sets no password: each login role gets one, or a line in pg_ident,
-- from whoever runs the server. A superuser can run it, and so can a managed server's administrator.

begin;
set local client_min_messages = warning;

-- Roles. tickover_owner owns every object and nobody logs in as it; Python's roles own nothing.
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
      ('tickover_payments', 'login', 'the bot''s ingress: stores what comes from outside, as which money is booked'),
      ('tickover_listener', 'login', 'the listener: executes functions of outbox'),
      ('tickover_cron', 'login', 'pg_cron runs its jobs as this role'),
      ('tickover_dba', 'login', 'reads ops and the tables, but no personal data'),
      ('tickover_operator', 'login', 'what tickover_dba reads, and executes functions of ops')
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

-- A role's settings hold for each of its sessions. Jobs need theirs here because a looping procedure
-- may have no set clause; a statement_timeout spans the whole call of such a procedure. No jit: functions
-- that pin index lookups have plans whose nominal cost is huge, and compiling one takes up to a second.
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

alter role tickover_cron set jit = off;
alter role tickover_cron set search_path = pg_catalog, pg_temp;
alter role tickover_cron set statement_timeout = '15min';
alter role tickover_cron set lock_timeout = '5s';
alter role tickover_cron set idle_in_transaction_session_timeout = '1min';

-- People who look around write ops views without their schema, and cannot lock up the shop.
alter role tickover_dba set search_path = ops;
alter role tickover_dba set default_transaction_read_only = on;
alter role tickover_dba set statement_timeout = '5min';
alter role tickover_operator set search_path = ops;
alter role tickover_operator set statement_timeout = '5min';
alter role tickover_operator set lock_timeout = '5s';

-- Rights on this database: who may connect, and that only the owner makes schemas in it.
do $$
begin
  execute format('alter database %I set timezone = %L', current_database(), 'UTC');
  execute format('revoke all on database %I from public', current_database());
  execute format('grant create, temporary on database %I to tickover_owner', current_database());
  execute format(
    'grant connect on database %I to tickover_owner, tickover_migrator, tickover_bot, tickover_payments, '
    'tickover_listener, tickover_cron, tickover_dba, tickover_operator',
    current_database()
  );
end
$$;

revoke create on schema public from public;

-- Exclusion constraints over an id and a range.
create extension if not exists btree_gist with schema public;

-- pg_cron works in one database of a server only, and needs the server's settings for it.
do $$
declare
  v_home text := current_setting('cron.database_name', true);
begin
  if v_home is null then
    raise warning 'pg_cron is not in shared_preload_libraries: no job will run by itself';
  elsif v_home <> current_database() then
    raise warning 'cron.database_name is %: no job will run by itself in %', v_home, current_database();
  else
    create extension if not exists pg_cron;
    grant usage on schema cron to tickover_owner, tickover_cron, tickover_dba, tickover_operator;
    -- Row security shows a role its own jobs only, and ours belong to tickover_cron.
    drop policy if exists tickover_reads on cron.job_run_details;
    create policy tickover_reads on cron.job_run_details
      for select to tickover_owner, tickover_dba, tickover_operator
      using (username = 'tickover_cron');
    grant select on cron.job_run_details to tickover_owner, tickover_dba, tickover_operator;
  end if;
end
$$;

commit;
