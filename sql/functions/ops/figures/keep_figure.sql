create or replace function ops.keep_figure(p_name text, p_arguments text[], p_rows jsonb, p_asked_at timestamptz)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
begin
  insert into app.kept_figures as k (name, arguments, rows, counted_at, counted_on, asked_at)
  values (p_name, p_arguments, p_rows, v_now, app.day_of(v_now), p_asked_at)
  on conflict (name, arguments) do update
  set rows = excluded.rows, counted_at = excluded.counted_at, counted_on = excluded.counted_on,
    asked_at = greatest(k.asked_at, excluded.asked_at);
end
$$;
comment on function ops.keep_figure(text, text[], jsonb, timestamptz) is
  'Keeps the rows of a figure, counted now. p_asked_at: when somebody looked at it, UTC.';
