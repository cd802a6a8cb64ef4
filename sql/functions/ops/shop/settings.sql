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
  'Settings and flags, those first that an owner has to decide. Changed by ops.set_setting() and ops.set_flag().';
comment on column ops.settings.name is 'What ops.set_setting() or ops.set_flag() takes.';
comment on column ops.settings.kind is 'Of what kind the value is, see app.setting_kinds; flag for a flag.';
comment on column ops.settings.value is 'What it says now, JSON.';
comment on column ops.settings.default_value is 'What a new shop has, JSON.';
comment on column ops.settings.lowest is 'The least number that it takes; null for no bound.';
comment on column ops.settings.highest is 'The greatest number that it takes; null for no bound.';
comment on column ops.settings.may_be_null is 'Whether it may be null, which switches off what it is about.';
comment on column ops.settings.essential is
  'Whether an owner has to decide it; all others have a value that fits most shops.';
comment on column ops.settings.description is 'What it does and in which unit.';
comment on column ops.settings.updated_at is 'When the value changed last, business time, UTC.';
