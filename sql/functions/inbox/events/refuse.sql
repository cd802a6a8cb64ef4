-- The bot never rejects a request that has the right secret, because the sender would repeat it for a day and hold
-- back later requests. It stores the body for an operator and answers 200.
create or replace function inbox.refuse(p_reason text, p_body bytea, p_bytes integer)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into inbox.refused_bodies as r (hash, reason, body, bytes)
  select sha256(kept.body), p_reason, kept.body, p_bytes
  from substr(p_body, 1, 65536) as kept (body)
  on conflict (hash) do update
  set times = r.times + 1, reason = excluded.reason, last_at = excluded.last_at
$$;
comment on function inbox.refuse(text, bytea, integer) is
  'Takes the reason why a body is not an event, the body or its beginning, and its length in bytes. See inbox.refused_bodies.';
