-- What the demo shop needs in addition to the migrations: its panel is the one that the sandbox emulates.
-- The port is the setting sandbox.port of the session (PGOPTIONS='-c sandbox.port=8081'), by default 8081.

set role tickover_owner;

update vpn.panels
set base_url = pg_catalog.format(
  'http://127.0.0.1:%s/panel',
  coalesce(nullif(pg_catalog.current_setting('sandbox.port', true), ''), '8081')
)
where code = 'main';

reset role;
