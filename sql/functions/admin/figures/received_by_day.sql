create or replace function admin.received_by_day(p_telegram_id bigint, p_days integer)
returns table (day date, currency text, provider text, net bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select d.day, r.currency, r.provider, r.received - r.fees - r.sent_back
  from (
    select app.day_of(app.now()) - n as day from generate_series(0, p_days - 1) as n
  ) as d
  left join ops.received_between(app.day_start(app.day_of(app.now()) - p_days + 1)) as r on app.day_of(r.day) = d.day
  order by 1, 2, 3;
end
$$;
comment on function admin.received_by_day(bigint, integer) is
  'Returns what each provider brought on each of the last p_days days of the shop, today included: received less fees and what was sent back, minor units; a day without any has one row, with nulls. Raises TK070 without the permission figures.';
