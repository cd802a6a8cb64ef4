create or replace function outbox._call_done(p_kind outbox.kinds, p_messages outbox.undone[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (the checker cannot see what the hook does, nor that it is volatile)
declare
  v_hook constant text := coalesce(p_kind.done_batch, p_kind.done);
  v_name text;
  v_message outbox.undone;
  v_lanes text[];
  v_payloads jsonb[];
  v_results jsonb[];
begin
  if v_hook is null then
    return;
  end if;
  v_name := format('%I.%I', split_part(v_hook, '.', 1), split_part(v_hook, '.', 2));
  if p_kind.done_batch is not null then
    select array_agg(m.lane order by m.position), array_agg(m.payload order by m.position),
      array_agg(m.result order by m.position)
    into v_lanes, v_payloads, v_results
    from unnest(p_messages)
      with ordinality as m (lane, id, token, attempts, payload, result, error, position);
    execute format('select %s($1, $2, $3)', v_name) using v_lanes, v_payloads, v_results;
  else
    foreach v_message in array p_messages loop
      execute format('select %s($1, $2, $3)', v_name) using v_message.lane, v_message.payload, v_message.result;
    end loop;
  end if;
end
$$;
comment on function outbox._call_done(outbox.kinds, outbox.undone[]) is
  'Takes a kind and its completed messages, in order. Calls the kind''s done_batch once, or its done for each message.';
