create or replace function admin.reapply(p_telegram_id bigint, p_panel text, p_reason text) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels', p_reason);
  perform app.give_reason(p_reason);
  return ops.reapply(p_panel);
end
$$;
comment on function admin.reapply(bigint, text, text) is
  'Sends all accesses of a panel again, see ops.reapply. Raises TK070 without the permission panels.';
