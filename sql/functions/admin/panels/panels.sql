create or replace function admin.panels(p_telegram_id bigint)
returns table (
  panel_id bigint, panel text, kind text, base_url text, enabled boolean, draining boolean, country text,
  weight integer, capacity integer, product text, version text, version_is_allowed boolean, probed_at timestamptz,
  state text, failing_with text, accesses bigint, unconfirmed bigint, drift bigint, reissue_waits bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels');
  return query
  select
    p.id, p.code, p.kind, p.base_url, p.enabled, p.draining, p.country, p.weight, p.capacity, s.product, s.version,
    s.version_is_allowed, s.probed_at, o.state, o.failing_with, s.accesses,
    (select count(*) from vpn.access as a where a.panel_id = p.id and a.last_error is not null),
    (select count(*) from vpn.drift as d where d.panel_id = p.id and d.state in ('held', 'recurring', 'listed')),
    (select r.waiting from ops.reissues as r where r.panel = p.code)
  from vpn.panels as p
  join ops.panels as s on s.panel = p.code
  left join ops.outbox as o on o.topic = 'vpn' and o.destination = p.code
  order by p.id;
end
$$;
comment on function admin.panels(bigint) is
  'Returns the panels: what they say (ops.panels), whether they answer (state, failing_with: see ops.outbox), how many accesses they have, how many of these a panel refused (unconfirmed) or has otherwise (drift), and how many keys are still to be replaced (reissue_waits, null for none asked). Raises TK070 without the permission panels.';
