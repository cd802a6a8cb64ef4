create or replace function admin.figures_by_day(p_telegram_id bigint, p_days integer)
returns table (
  day date, new_people bigint, trials bigint, first_payments bigint, active bigint, in_trial bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select f.day, f.new_people, f.trials, f.first_payments, f.active, f.in_trial
  from ops.figures_by_day(p_days) as f
  order by f.day;
end
$$;
comment on function admin.figures_by_day(bigint, integer) is
  'Returns ops.figures_by_day. Raises TK070 without the permission figures.';
