create or replace function api.set_time_zone(p_telegram_id bigint, p_zone text) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_before text;
begin
  select u.timezone into v_before from app.users as u where u.id = v_user_id for no key update;
  update app.users as u set timezone = p_zone where u.id = v_user_id and u.timezone is distinct from p_zone;
  if found then
    perform app.record(
      format('user:%s', v_user_id), 'user.time_zone_chosen', 'user', v_user_id,
      jsonb_build_object('timezone', v_before), jsonb_build_object('timezone', p_zone)
    );
  end if;
  outcome := 'ok';
  return next;
exception when check_violation or not_null_violation or invalid_parameter_value then
  -- The table's constraint defines the zones.
  outcome := 'unknown_zone';
  return next;
end
$$;
comment on function api.set_time_zone(bigint, text) is
  'Sets the IANA zone in which a user reads dates, and by which his quiet hours are; UTC for the shop''s. outcome: ok or unknown_zone. Raises TK010 for an unknown user.';
