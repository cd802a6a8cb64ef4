create or replace function broadcast.sample_sent(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (a hook needs neither its lane nor its result)
begin
  update broadcast.contents as c
  set tested_at = app.now(), test_error = null
  where c.broadcast_id = (p_payload ->> 'broadcast')::bigint
    and c.variant = p_payload ->> 'variant' and c.locale = p_payload ->> 'locale'
    and c.version = (p_payload ->> 'version')::integer;
end
$$;
comment on function broadcast.sample_sent(text, jsonb, jsonb) is
  'Done hook of broadcast.sample: the text, as it was sent, is one that Telegram takes.';
