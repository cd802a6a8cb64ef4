create or replace function admin.acknowledge_version(
  p_telegram_id bigint, p_panel text, p_version text, p_reason text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels', p_reason);
  perform app.give_reason(p_reason);
  return ops.acknowledge_version(p_panel, p_version);
end
$$;
comment on function admin.acknowledge_version(bigint, text, text, text) is
  'Allows a version of a panel, see ops.acknowledge_version. Raises TK070 without the permission panels.';
