create or replace view ops.shop as
select
  case when b.held_because is null then 'open' else 'held' end as state,
  b.held_because,
  h.changed_at,
  h.system_identifier as home_system,
  h.database as home_database
from (select app.held_because() as held_because) as b
left join app.home as h on true;
comment on view ops.shop is
  'Whether the shop acts in this database and if not, why; since when it is open or held (UTC); and which server and database it belongs to. See ops.open_shop and ops.hold_shop.';
