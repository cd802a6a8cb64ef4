-- Both sources are settings of the server that somebody else decides about, so each is read only where it is on.
-- Statements of ours have parameters instead of values; what people typed by hand is left out, because it may name
-- somebody.
create or replace function ops.slow_functions(p_most integer default 20)
returns table (source text, name text, calls bigint, total_ms double precision, mean_ms double precision)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_extension constant text := (
    select n.nspname::text
    from pg_extension as e
    join pg_namespace as n on n.oid = e.extnamespace
    where e.extname = 'pg_stat_statements'
  );
begin
  if current_setting('track_functions') = 'none' then
    raise notice 'functions are not timed: alter system set track_functions = ''pl''; select pg_reload_conf()';
  else
    return query
    select
      'function', format('%I.%I', f.schemaname, f.funcname), f.calls, round(f.self_time::numeric, 1)::double precision,
      round((f.self_time / greatest(f.calls, 1))::numeric, 3)::double precision
    from pg_stat_user_functions as f
    order by f.self_time desc
    limit p_most;
  end if;
  if v_extension is null then
    raise notice 'statements are not timed: see pg_stat_statements in docs/dba.md';
  else
    return query execute format(
      $query$
      select
        'statement', left(regexp_replace(s.query, '\s+', ' ', 'g'), 200), s.calls,
        round(s.total_exec_time::numeric, 1)::double precision, round(s.mean_exec_time::numeric, 3)::double precision
      from %I.pg_stat_statements as s
      join pg_roles as r on r.oid = s.userid
      join pg_database as d on d.oid = s.dbid and d.datname = current_database()
      where r.rolname in ('tickover_bot', 'tickover_payments', 'tickover_listener', 'tickover_page', 'tickover_cron')
      order by s.total_exec_time desc
      limit $1
      $query$, v_extension
    ) using p_most;
  end if;
end
$$;
comment on function ops.slow_functions(integer) is
  'Returns what took most time since the statistics were reset, at most p_most of each source: function (its own time, without that of functions that it called; needs the setting track_functions) and statement of one of our programs (needs the extension pg_stat_statements; members of pg_read_all_stats see which). A notice says which source is off, and how to switch it on.';
