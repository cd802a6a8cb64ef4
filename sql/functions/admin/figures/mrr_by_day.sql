create or replace function admin.mrr_by_day(p_telegram_id bigint, p_days integer)
returns table (day date, currency text, mrr bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select m.day, m.currency, m.mrr from ops.mrr_by_day(p_days) as m order by m.currency, m.day;
end
$$;
comment on function admin.mrr_by_day(bigint, integer) is
  'Returns ops.mrr_by_day, minor units. Raises TK070 without the permission figures.';
