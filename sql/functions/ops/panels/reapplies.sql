create or replace view ops.reapplies as
select
  p.code as panel,
  r.asked_at,
  r.pushed,
  (
    select count(*)
    from vpn.access as a
    join vpn.desired as d on d.subscription_id = a.subscription_id
    where a.panel_id = r.panel_id and d.present and a.id > r.done_to
  ) as waiting
from vpn.reapplies as r
join vpn.panels as p on p.id = r.panel_id
order by r.asked_at;
comment on view ops.reapplies is
  'Panels whose accesses are being pushed again: how many were pushed, and how many still wait. Empty when all is done.';
