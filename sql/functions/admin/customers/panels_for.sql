create or replace function admin.panels_for(p_telegram_id bigint, p_subscription_id bigint) returns table (
  code text,
  country text,
  serves boolean,
  enabled boolean
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    p.code, p.country,
    exists (
      select from vpn.access as a
      where a.subscription_id = p_subscription_id and a.panel_id = p.id and a.state = 'serving'
    ),
    p.enabled
  from vpn.panels as p
  order by p.code;
end
$$;
comment on function admin.panels_for(bigint, bigint) is
  'Returns the panels that there are; serves: the subscription has its access there. Raises TK070 without the permission customers.';
