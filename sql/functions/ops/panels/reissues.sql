create or replace view ops.reissues as
select
  p.code as panel,
  r.asked_at,
  r.actor,
  r.reason,
  r.replaced,
  (
    select count(*)
    from vpn.access as a
    where a.panel_id = r.panel_id and a.state <> 'leaving' and a.id > r.done_to
  ) as waiting
from vpn.reissues as r
join vpn.panels as p on p.id = r.panel_id
order by r.asked_at;
comment on view ops.reissues is
  'Panels whose keys are being replaced. Empty when all is done; ops.access shows which the panel has not confirmed.';
comment on column ops.reissues.panel is 'Code of the panel.';
comment on column ops.reissues.asked_at is 'When it was asked for, business time, UTC.';
comment on column ops.reissues.actor is 'Who asked for it, as in app.audit.';
comment on column ops.reissues.reason is 'Why.';
comment on column ops.reissues.replaced is 'How many keys were replaced so far.';
comment on column ops.reissues.waiting is 'How many are still to be replaced.';
