-- What everybody looks at first is there before anybody does. Anything else is counted ahead for two days after
-- somebody looked at it.
create or replace function ops.refresh_figures(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_today constant date := app.day_of(v_now);
  v_figure record;
  v_count integer := 0;
begin
  delete from app.kept_figures as k where k.asked_at < v_now - interval '2 days';
  if not ops.is_large() then
    return 0;
  end if;
  for v_figure in
    select w.name, w.arguments, coalesce(k.asked_at, v_now) as asked_at
    from (
      select o.name, o.arguments from app.kept_figures as o
      union
      select f.name, f.arguments
      from (values
        ('figures', '{day,0}'::text[]), ('received', '{day,0}'), ('active_now', '{}'), ('mrr', '{}'),
        ('figures', '{day,1}'), ('received', '{day,1}'), ('figures', '{month,0}'), ('received', '{month,0}'),
        ('figures', '{month,1}'), ('received', '{month,1}'), ('owed', '{}'), ('retention', '{6}'),
        ('figures_by_day', '{30}'), ('figures_by_day', '{90}'), ('mrr_by_day', '{30}'), ('mrr_by_day', '{90}'),
        ('received_by_day', '{30}'), ('received_by_day', '{90}')
      ) as f (name, arguments)
    ) as w
    left join app.kept_figures as k on (k.name, k.arguments) = (w.name, w.arguments)
    where k.counted_at is null or k.counted_on <> v_today
      or k.counted_at not between v_now - interval '15 minutes' and v_now
    order by k.counted_at nulls first
    limit p_limit
  loop
    perform ops.keep_figure(
      v_figure.name, v_figure.arguments, ops.count_figure(v_figure.name, v_figure.arguments), v_figure.asked_at
    );
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function ops.refresh_figures(integer) is
  'Counts up to p_limit of the figures that are older than 15 minutes, or of another day, in a large shop (ops.is_large). Returns how many. Forgets those that nobody looked at for two days.';
