-- What wakes people is not hidden in a message that somebody already deals with, or that waits for the morning, unless
-- it follows from what that says.
create or replace function jobs.group_for(p_name text) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_kind constant ops.alarm_kinds := jobs.kind_of_alarm(p_name);
  v_group bigint;
begin
  select g.id into v_group
  from jobs.alarm_groups as g
  join jobs.alarm_spells as s on s.group_id = g.id
  cross join lateral (select (jobs.kind_of_alarm(s.name)).name as kind) as k
  cross join lateral (
    select exists (
      select
      from ops.alarm_causes as c
      where (c.cause, c.effect) in ((k.kind, v_kind.name), (v_kind.name, k.kind))
    ) as is_related
  ) as r
  where g.ended_at is null
    and (g.severity = 'now' or v_kind.severity = 'morning')
    and (
      s.name = p_name
      or r.is_related
      or (g.began_at > clock_timestamp() - interval '10 minutes' and g.acknowledged_by is null)
    )
  order by s.name = p_name desc, r.is_related desc, g.id desc
  limit 1;
  if v_group is null then
    insert into jobs.alarm_groups (severity) values (v_kind.severity) returning id into v_group;
  end if;
  return v_group;
end
$$;
comment on function jobs.group_for(text) is
  'Returns the group that an alarm joins when it is raised: the one that has it or its cause or effect, or that began within ten minutes and has nobody on it; otherwise a new one. A group that waits for the morning is joined by nothing that does not.';
