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
  'What came of each step of ops.check_panel, the newest check first; a row without a step where no listener has done one yet, see ops.lanes (lane check:<panel>). After a step that failed the account is removed.';
comment on column ops.panel_checks.check_id is 'Which check.';
comment on column ops.panel_checks.panel is 'Code of the panel.';
comment on column ops.panel_checks.asked_by is 'Who asked for it, as in app.audit.';
comment on column ops.panel_checks.asked_at is 'When, business time, UTC.';
comment on column ops.panel_checks.account is 'Name of the throwaway account at the panel.';
comment on column ops.panel_checks.number is 'Order of the steps; null before the first.';
comment on column ops.panel_checks.step is 'What was tried; null before the first.';
comment on column ops.panel_checks.told is 'What the panel did, or why it failed; null before the first.';
comment on column ops.panel_checks.failed is 'Whether the panel did not do it; null before the first.';
comment on column ops.panel_checks.finished_at is
  'When the last step was done, business time, UTC; null while it runs.';
comment on column ops.panel_checks.succeeded is 'Whether every step did; null while it runs.';
