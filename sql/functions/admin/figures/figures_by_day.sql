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
  select r.day, r.new_people, r.trials, r.first_payments, r.active, r.in_trial
  from jsonb_to_recordset(ops.figure('figures_by_day', array[p_days::text])) as r (
    day date, new_people bigint, trials bigint, first_payments bigint, active bigint, in_trial bigint
  );
end
$$;
comment on function admin.figures_by_day(bigint, integer) is
  'Returns ops.figures_by_day. Raises TK070 without the permission figures.';
