-- One row for each access or account.
create or replace view ops.drift as
select
  p.code as panel,
  coalesce(r.access_id, r.former_id) as access_id,
  coalesce(a.subscription_id, f.subscription_id) as subscription_id,
  r.account,
  r.difference,
  r.since,
  r.seen_at,
  r.state,
  case r.state
    when 'due' then 'goes out within a minute'
    when 'sent' then 'waits for the panel, see ops.lanes'
    when 'confirmed' then 'the panel has confirmed it, and the next scan will show it'
    when 'waiting' then 'is removed when a scan an hour later still shows it'
    when 'recurring' then 'differs again after the panel confirmed it: who changes it? see ops.reconcile_panel'
    when 'listed' then 'nothing proves that it is ours: look at it at the panel'
    else format('held: %s; see ops.reconcile_panel', s.held)
  end as why
from vpn.drift as r
join vpn.panels as p on p.id = r.panel_id
left join vpn.access as a on a.id = r.access_id
left join vpn.former_access as f on f.access_id = r.former_id
left join lateral (
  select o.held
  from vpn.scans as o
  where o.panel_id = r.panel_id and o.compared_at is not null and o.error is null
  order by o.started_at desc, o.id desc
  limit 1
) as s on true

union all
select
  p.code, a.id, a.subscription_id, a.key, 'taken', null, null, 'held',
  format('%s; see ops.adopt_access', n.error)
from vpn.taken_names as n
join vpn.access as a on a.id = n.access_id
join vpn.panels as p on p.id = a.panel_id
order by panel, since, access_id;
comment on view ops.drift is
  'Differences between what panels have, by their last complete scans, and what they confirmed; and what is or is not done about each: a row for each access or account.';
comment on column ops.drift.panel is 'Code of the panel.';
comment on column ops.drift.access_id is 'The access, also one that has left the panel; null for an unknown account.';
comment on column ops.drift.subscription_id is 'Whose access it is; null for an unknown account.';
comment on column ops.drift.account is 'Our key of the access; of an unknown account its name at the panel.';
comment on column ops.drift.difference is
  'What differs, see vpn.drift; taken: an account that is not ours has its name.';
comment on column ops.drift.since is 'When the first scan that saw it began, business time, UTC; null for taken.';
comment on column ops.drift.seen_at is 'When the last scan that saw it began, business time, UTC; null for taken.';
comment on column ops.drift.state is 'due, sent, confirmed, waiting, held, recurring or listed, see vpn.drift.';
comment on column ops.drift.why is 'What is or is not done about it, and where to look.';
