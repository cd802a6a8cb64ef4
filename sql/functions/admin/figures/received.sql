create or replace function admin.received(p_telegram_id bigint, p_span text, p_back integer)
returns table (provider text, currency text, received bigint, fees bigint, sent_back bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select r.provider, r.currency, sum(r.received)::bigint, sum(r.fees)::bigint, sum(r.sent_back)::bigint
  from ops.days_of(p_span, p_back) as d
  cross join lateral ops.received_between(app.day_start(d.from_day), app.day_start(d.until_day)) as r
  group by r.provider, r.currency
  order by 3 desc, 1;
end
$$;
comment on function admin.received(bigint, text, integer) is
  'Takes a span as ops.days_of does. Returns ops.received_between of it by provider, minor units, the most first. Raises TK070 without the permission figures.';
