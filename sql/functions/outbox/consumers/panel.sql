-- For the command that tests a panel before customers use it: the command has the listener's rights, which are to call
-- functions.
create or replace function outbox.panel(p_code text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'kind', p.kind,
    'base_url', p.base_url,
    'options', p.options,
    'acknowledged_version', p.acknowledged_version
  )
  from vpn.panels as p
  where p.code = p_code
$$;
comment on function outbox.panel(text) is
  'Takes the code of a panel. Returns what a program needs to call it, besides its key; null if there is no such panel.';
