create or replace function ops.count_figure(p_name text, p_arguments text[]) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off, security_warnings = off
-- (the query is one of a view, and not of who calls it)
declare
  v_query constant text := (select d.query from ops.figure_definitions as d where d.name = p_name);
  v_rows jsonb;
begin
  execute format('select coalesce(jsonb_agg(to_jsonb(f)), ''[]'') from (%s) as f', v_query)
  into strict v_rows using p_arguments;
  return v_rows;
end
$$;
comment on function ops.count_figure(text, text[]) is
  'Takes the name of a figure (ops.figure_definitions) and its arguments. Counts it, and returns its rows as an array of objects.';
