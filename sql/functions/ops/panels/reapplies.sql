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
comment on view ops.reapplies is 'Panels whose accesses are being pushed again. Empty when all is done.';
comment on column ops.reapplies.panel is 'Code of the panel.';
comment on column ops.reapplies.asked_at is 'When it was asked for last, business time, UTC.';
comment on column ops.reapplies.pushed is 'How many accesses were pushed so far.';
comment on column ops.reapplies.waiting is 'How many are still to be pushed.';
