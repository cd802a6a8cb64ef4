create or replace function broadcast.messages_changed(p_lanes text[], p_payloads jsonb[], p_results jsonb[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (a hook does not need its lane)
declare
  v_id bigint;
begin
  update broadcast.recipients as r
  set
    state = case when m.result ? 'deleted' then 'deleted' else r.state end,
    message_id = case when m.result ? 'deleted' then null else r.message_id end,
    version = coalesce((m.result ->> 'version')::integer, 2147483647),
    left_as_is = m.result ? 'refused',
    task = null
  from unnest(p_payloads, p_results) as m (payload, result)
  where r.broadcast_id = (m.payload ->> 'broadcast')::bigint and r.user_id = (m.payload ->> 'user_id')::bigint
    and r.slice = (m.payload ->> 'slice')::bigint;
  for v_id in
    select distinct (p.payload ->> 'broadcast')::bigint as id from unnest(p_payloads) as p (payload) order by id
  loop
    perform broadcast.feed(v_id);
  end loop;
end
$$;
comment on function broadcast.messages_changed(text[], jsonb[], jsonb[]) is
  'Done hook of broadcast.correction and broadcast.deletion. p_results: {"version": the one that is read now} or {"deleted": true}, and {"refused": true} where Telegram did not let the message be changed; such a one is not tried again.';
