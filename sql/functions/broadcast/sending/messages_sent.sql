create or replace function broadcast.messages_sent(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
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
  v_now constant timestamptz := app.now();
  v_id bigint;
begin
  update broadcast.recipients as r
  set
    state = 'sent',
    task = null,
    message_id = (m.result ->> 'message_id')::bigint,
    version = coalesce((m.result ->> 'version')::integer, 1),
    sent_at = v_now
  from unnest(p_payloads, p_results) as m (payload, result)
  where r.broadcast_id = (m.payload ->> 'broadcast')::bigint and r.user_id = (m.payload ->> 'user_id')::bigint;
  for v_id in
    select distinct (p.payload ->> 'broadcast')::bigint as id from unnest(p_payloads) as p (payload) order by id
  loop
    perform broadcast.feed(v_id);
  end loop;
end
$$;
comment on function broadcast.messages_sent(text[], jsonb[], jsonb[]) is
  'Done hook of broadcast.message: remembers the message of each recipient, and gives the outbox the next ones. p_results: {"message_id", "version"}.';
