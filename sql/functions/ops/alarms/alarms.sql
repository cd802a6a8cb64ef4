create or replace view ops.alarms as
select c.name, c.state, c.detail, c.broken_since, c.checked_at
from ops.checks as c
where c.state <> 'ok';
comment on view ops.alarms is
  'All checks and alarms that are not known to be well: broken, or unknown because there is no recent result.';
