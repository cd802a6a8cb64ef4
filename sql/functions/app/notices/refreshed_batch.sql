create or replace function app.refreshed_batch(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (a hook does not need its lane)
begin
  perform app.notify_all(array_agg(m.payload -> 'notice' order by m.position))
  from unnest(p_payloads, p_results) with ordinality as m (payload, result, position)
  where m.payload ? 'notice' and (m.result -> 'told' ? (m.payload ->> 'about')) is not true
  having count(*) > 0;
end
$$;
comment on function app.refreshed_batch(text[], jsonb[], jsonb[]) is
  'Hook of inbox.refresh. p_payloads: those of app.show_or_notify have "about" and "notice"; p_results: {"told": [orders whose payment the screen now shows]}, null for none. Who was not told by a screen is by the notice.';
