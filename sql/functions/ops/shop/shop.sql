create or replace view ops.shop as
select
  case when b.held_because is null then 'open' else 'held' end as state,
  b.held_because,
  h.changed_at,
  h.system_identifier as home_system,
  h.database as home_database
from (select app.held_because() as held_because) as b
left join app.home as h on true;
comment on view ops.shop is 'Whether the shop acts in this database, in one row. See ops.open_shop and ops.hold_shop.';
comment on column ops.shop.state is 'open or held.';
comment on column ops.shop.held_because is 'Why it does not act; null when it is open.';
comment on column ops.shop.changed_at is
  'When it was opened or held last, business time, UTC; null where it never was.';
comment on column ops.shop.home_system is
  'Identifier of the server where it was opened, see pg_control_system(); null where it never was.';
comment on column ops.shop.home_database is 'Oid of the database where it was opened; null where it never was.';
