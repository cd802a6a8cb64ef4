-- The mark is that of no shop: no shop takes the account for its own.
create or replace function vpn.prepare_check(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select vpn.panel_settings(p) || jsonb_build_object(
    'shop', 'check',
    'key', c.key,
    'uuid', c.uuid,
    'began_at', c.began_at,
    'step', p_payload -> 'step'
  )
  from vpn.panel_checks as c
  join vpn.panels as p on p.id = c.panel_id
  where c.id = (p_payload ->> 'check_id')::bigint and c.finished_at is null
$$;
comment on function vpn.prepare_check(text, jsonb) is
  'Prepare hook of vpn.check. p_payload: {"check_id", "step"}. Returns what the listener has to know of the panel and of the throwaway account; null when the check is over.';
