-- What `make run` has besides: a second panel of another kind, in another country, so that people get two servers.
-- It runs at each start; what was changed since then stays, but for the address.

set role tickover_owner;

with added as (
  insert into vpn.panels (code, kind, base_url, country, options)
  values (
    'nl', 'remnawave',
    pg_catalog.format('http://127.0.0.1:%s/remnawave', pg_catalog.current_setting('sandbox.port')), 'NL',
    '{"squads": ["b7a8e2f4-5c0d-4f5e-9a51-0d3c1e6f7a22"]}'
  )
  on conflict (code) do update set base_url = excluded.base_url
  returning xmax = 0 as is_new
)

update billing.plans as p
set panels = 2
from added as a
where a.is_new and p.panels = 1 and p.places is null;

reset role;
