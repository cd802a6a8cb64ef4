-- Takes only the hash, so that the code is never in a log of statements.
create or replace function ops.make_owner_link(p_code_hash text) returns timestamptz
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_expires_at constant timestamptz := app.now() + interval '1 hour';
  v_id bigint;
begin
  delete from app.owner_links as l where l.used_at is null;
  insert into app.owner_links (code_hash, made_at, expires_at) values (p_code_hash, app.now(), v_expires_at)
  returning id into v_id;
  perform app.record(
    app.actor(), 'owner_link.made', 'owner_link', v_id, null, jsonb_build_object('expires_at', v_expires_at)
  );
  return v_expires_at;
end
$$;
comment on function ops.make_owner_link(text) is
  'Takes the hash of a code (SHA-256 in base64url without padding): whoever opens t.me/<bot>?start=owner_<code> first becomes an owner. Returns until when (UTC), an hour from now. An earlier link that nobody opened is void.';
