create or replace view ops.settings as
select
  s.name,
  k.kind,
  s.value,
  s.default_value,
  k.lowest,
  k.highest,
  app.refused_setting(s.name, 'null') is null as may_be_null,
  s.essential,
  s.description,
  s.updated_at
from app.settings as s
join app.setting_kinds() as k on k.name = s.name
union all
select
  f.name, 'flag', to_jsonb(f.enabled), to_jsonb(f.default_enabled), null, null, false, f.essential, f.description,
  f.updated_at
from app.flags as f
where f.name <> 'old_bots'
order by essential desc, name asc;
comment on view ops.settings is
  'Settings and flags (kind flag) with what they are, what a new shop has, and what they say; those that an owner has to decide first. kind, lowest, highest: see app.setting_kinds. Changed by ops.set_setting() and ops.set_flag().';
