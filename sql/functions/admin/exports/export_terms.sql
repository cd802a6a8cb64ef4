create or replace function admin.export_terms(p_telegram_id bigint) returns table (zone text, today date)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'exports');
  return query select app.zone_of('UTC'), app.day_of(app.now());
end
$$;
comment on function admin.export_terms(bigint) is
  'The zone of the shop (IANA name), in which times are written, and which day it is there. Raises TK070 without the permission exports.';
