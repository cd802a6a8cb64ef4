-- What a panel has confirmed stays delivered when the access there goes, and a panel that was disabled before it was
-- drained is disabled again when that is called off.

alter table vpn.desired
  add column delivered_generation bigint not null default 0,
  add constraint delivered_was_desired check (delivered_generation between 0 and generation);
comment on column vpn.desired.delivered_generation is
  'The highest generation that an access confirmed before it began to leave its panel; 0 for none. With what vpn.access confirms now: what was delivered.';
select migrate.classify('vpn.desired', 'open', 'delivered_generation');

-- Of an access that has gone, only when is known. A period that was over by then was delivered, or refunded long
-- before.
update vpn.desired as d
set delivered_generation = least(n.generation, d.generation)
from (
  select k.subscription_id, max(k.generation) as generation
  from (
    select a.subscription_id, a.applied_generation as generation
    from vpn.access as a
    where a.state = 'leaving'
    union all
    select f.subscription_id, p.generation
    from vpn.former_access as f
    join billing.periods as p
      on p.subscription_id = f.subscription_id and coalesce(p.closed_at, p.ends_at) <= f.left_at
  ) as k
  group by k.subscription_id
) as n
where d.subscription_id = n.subscription_id and n.generation > 0;
comment on column billing.periods.generation is
  'The generation of VPN access that it asked for first: delivered once the applied_generation of one of its accesses, or vpn.desired.delivered_generation, has reached it.';

create or replace function billing.note_delivery() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  select greatest(d.delivered_generation, max(a.applied_generation)) into new.applied_generation
  from vpn.desired as d
  left join vpn.access as a on a.subscription_id = d.subscription_id and a.state <> 'leaving'
  where d.subscription_id = new.subscription_id
  group by d.subscription_id;
  new.applied_generation := coalesce(new.applied_generation, 0);
  return new;
end
$$;

alter table vpn.panels add column was_enabled boolean not null default true;
comment on column vpn.panels.was_enabled is
  'Whether it was enabled before it was drained, and is again when that is called off, see ops.drain_panel.';
select migrate.classify('vpn.panels', 'open', 'was_enabled');
