create or replace view ops.panel_checks as
select
  c.id as check_id,
  p.code as panel,
  c.asked_by,
  c.asked_at,
  c.key as account,
  s.number,
  s.step,
  s.told,
  s.failed,
  c.finished_at,
  c.succeeded
from vpn.panel_checks as c
join vpn.panels as p on p.id = c.panel_id
left join vpn.panel_check_steps as s on s.check_id = c.id
order by c.id desc, s.number asc;
comment on view ops.panel_checks is
  'What came of each step of ops.check_panel, the newest check first; no step yet: no listener has done one, see ops.lanes (lane check:<panel>). succeeded: null while it runs. After a step that failed the account is removed.';
