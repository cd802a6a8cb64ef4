create or replace function api.time_zone(p_telegram_id bigint) returns table (zone text, shop_zone text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select app.zone_of(u.timezone), app.zone_of('UTC') from app.users as u where u.id = app.user_of(p_telegram_id);
end
$$;
comment on function api.time_zone(bigint) is
  'Returns the IANA zone in which a user reads dates, and the one of the shop, which those have who chose none. Raises TK010 for an unknown user.';
