create or replace function vpn.applied(p_lane text, p_payload jsonb, p_result jsonb) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select vpn.confirm(
    p_lane::bigint,
    (p_result ->> 'generation')::bigint,
    (p_result ->> 'present')::boolean,
    p_result ->> 'link'
  )
$$;
comment on function vpn.applied(text, jsonb, jsonb) is
  'Hook of vpn.apply. p_lane: subscription id; p_result: {"generation", "present", "link"} as the panel has it now. See vpn.confirm.';
