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
  select r.day, r.currency, r.mrr
  from jsonb_to_recordset(ops.figure('mrr_by_day', array[p_days::text])) as r (
    day date, currency text, mrr bigint
  );
end
$$;
comment on function admin.mrr_by_day(bigint, integer) is
  'Returns ops.mrr_by_day, minor units. Raises TK070 without the permission figures.';
