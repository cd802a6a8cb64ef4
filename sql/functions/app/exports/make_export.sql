-- All rows are of one moment. The messages, the audit and the rows are one transaction.
create or replace function app.make_export(p_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off, security_warnings = off, extra_warnings = off
-- (the query is one of app.export_query; the results of enqueueing are not needed)
declare
  v_now constant timestamptz := app.now();
  v_export app.exports;
  v_slices integer;
  v_rows bigint;
  v_files integer;
begin
  select e.* into strict v_export from app.exports as e where e.id = p_id;
  execute format(
    'insert into app.export_slices (export_id, number, rows)
     select $3, ((r.n - 1) / 1000)::integer, json_agg(r.line order by r.n)
     from (select row_number() over () as n, row_to_json(q) as line from (%s) as q) as r
     group by 2',
    app.export_query(v_export.what)
  ) using v_export.from_day, v_export.until_day, p_id;
  get diagnostics v_slices = row_count;
  select coalesce(sum(json_array_length(s.rows)), 0) into v_rows from app.export_slices as s where s.export_id = p_id;
  v_files := greatest(ceil(v_slices::numeric / app.export_slices_per_file())::integer, 1);
  update app.exports as e set made_at = v_now, rows = v_rows, files = v_files where e.id = p_id;
  insert into app.audit (at, actor, action, subject, subject_key, after, reason)
  values (
    v_now, format('admin:%s', v_export.user_id), 'export.made', 'export', v_export.what,
    jsonb_strip_nulls(
      jsonb_build_object('from', v_export.from_day, 'until', v_export.until_day, 'rows', v_rows, 'files', v_files)
    ),
    v_export.reason
  );
  perform outbox.enqueue(
    'app.export', i.telegram_id::text, jsonb_build_object('export', p_id, 'user_id', i.user_id, 'file', f.n),
    format('export:%s:%s', p_id, f.n), v_now + interval '1 day'
  )
  from app.telegram_identities as i
  cross join generate_series(1, v_files) as f (n)
  where i.user_id = v_export.user_id;
end
$$;
comment on function app.make_export(bigint) is
  'Makes the rows of a file that was asked for (app.exports), records it, and enqueues a message for each file that they fill, an empty one if there are none.';
