create or replace function broadcast.sample_dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.notice_dead(p_lane, p_payload, p_reason, p_error);
  update broadcast.contents as c
  set test_error = case when p_reason <> 'revived' then left(coalesce(p_error, p_reason), 300) end
  where c.broadcast_id = (p_payload ->> 'broadcast')::bigint
    and c.variant = p_payload ->> 'variant' and c.locale = p_payload ->> 'locale'
    and c.version = (p_payload ->> 'version')::integer;
end
$$;
comment on function broadcast.sample_dead(text, jsonb, text, text) is
  'Dead hook of broadcast.sample: remembers why Telegram refused the text. Reason revived forgets it.';
