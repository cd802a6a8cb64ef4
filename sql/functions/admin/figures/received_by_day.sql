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
  select r.day, r.currency, r.provider, r.net
  from jsonb_to_recordset(ops.figure('received_by_day', array[p_days::text])) as r (
    day date, currency text, provider text, net bigint
  );
end
$$;
comment on function admin.received_by_day(bigint, integer) is
  'Returns what each provider brought on each of the last p_days days of the shop, today included: received less fees and what was sent back, minor units; a day without any has one row, with nulls. Raises TK070 without the permission figures.';
