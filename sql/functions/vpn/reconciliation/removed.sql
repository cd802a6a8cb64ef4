create or replace function vpn.removed(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject, and the panel has no more to say than that it is gone)
begin
  update vpn.drift as r
  set state = 'confirmed'
  where r.former_id = (p_payload ->> 'access_id')::bigint and r.state = 'sent';
end
$$;
comment on function vpn.removed(text, jsonb, jsonb) is
  'Done hook of vpn.remove. p_payload: {"access_id"} of vpn.former_access. Records that the account is gone.';
