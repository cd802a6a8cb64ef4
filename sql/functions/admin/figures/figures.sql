create or replace function admin.figures(p_telegram_id bigint, p_span text, p_back integer)
returns table (
  from_day date,
  new_people bigint,
  newcomers_paid bigint,
  trials bigint,
  trials_paid bigint,
  first_payments bigint,
  purchases bigint,
  renewals bigint,
  active_before bigint,
  ended bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select
    r.from_day, r.new_people, r.newcomers_paid, r.trials, r.trials_paid, r.first_payments, r.purchases, r.renewals,
    r.active_before, r.ended
  from jsonb_to_recordset(ops.figure('figures', array[p_span::text, p_back::text])) as r (
    from_day date, new_people bigint, newcomers_paid bigint, trials bigint, trials_paid bigint,
    first_payments bigint, purchases bigint, renewals bigint, active_before bigint, ended bigint
  );
end
$$;
comment on function admin.figures(bigint, text, integer) is
  'Takes a span as ops.days_of does. Returns its first day in the shop''s zone and ops.figures of it. Raises TK070 without the permission figures.';
