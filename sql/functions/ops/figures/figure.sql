-- With 100,000 people, a figure takes seconds, and nobody who taps should wait for that. So in a large shop the job
-- refresh_figures computes it in advance. In a small shop it is computed when somebody looks at it, and is always
-- current.
create or replace function ops.figure(p_name text, p_arguments text[]) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_rows jsonb;
begin
  if not ops.is_large() then
    return ops.count_figure(p_name, p_arguments);
  end if;
  update app.kept_figures as k
  set asked_at = v_now
  where k.name = p_name and k.arguments = p_arguments and k.counted_on = app.day_of(v_now)
    and k.counted_at between v_now - interval '1 hour' and v_now
  returning k.rows into v_rows;
  if not found then
    v_rows := ops.count_figure(p_name, p_arguments);
    perform ops.keep_figure(p_name, p_arguments, v_rows, v_now);
  end if;
  return v_rows;
end
$$;
comment on function ops.figure(text, text[]) is
  'Takes the name of a figure (ops.figure_definitions) and its arguments. Returns its rows as an array of objects: in a large shop (ops.is_large) as they were counted within the last hour of the same day, else of now.';
