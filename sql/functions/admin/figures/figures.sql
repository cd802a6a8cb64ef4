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
    d.from_day, f.new_people, f.newcomers_paid, f.trials, f.trials_paid,
    f.first_payments, f.purchases, f.renewals, f.active_before, f.ended
  from ops.days_of(p_span, p_back) as d
  cross join lateral ops.figures(d.from_day, d.until_day) as f;
end
$$;
comment on function admin.figures(bigint, text, integer) is
  'Takes a span as ops.days_of does. Returns its first day in the shop''s zone and ops.figures of it. Raises TK070 without the permission figures.';
