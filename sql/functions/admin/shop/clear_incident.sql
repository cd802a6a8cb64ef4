create or replace function admin.clear_incident(p_telegram_id bigint, p_reason text) returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'incidents', p_reason);
  perform app.give_reason(p_reason);
  return ops.clear_incident();
end
$$;
comment on function admin.clear_incident(bigint, text) is
  'Ends the incident, see ops.clear_incident. Raises TK070 without the permission incidents.';
