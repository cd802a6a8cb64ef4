-- An urgent alarm never joins a message that is not urgent, or that somebody is already on, unless that message names
-- its cause. An alarm that is over is nobody's cause.
create or replace function jobs.group_for(p_name text) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_kind constant ops.alarm_kinds := jobs.kind_of_alarm(p_name);
  v_group bigint;
begin
  with lasting as (
    select
      g.id, g.acknowledged_by is null as is_free, s.name, k.name as kind,
      g.began_at > clock_timestamp() - interval '10 minutes' as is_young,
      bool_or(k.severity = 'now') over (partition by g.id) as wakes
    from jobs.alarm_groups as g
    cross join lateral (
      select s.name, bool_or(s.ended_at is null) as is_raised
      from jobs.alarm_spells as s
      where s.group_id = g.id
      group by s.name
    ) as s
    cross join lateral jobs.kind_of_alarm(s.name) as k
    where g.ended_at is null and (s.is_raised or jobs.alarm_flaps(s.name))
  )

  select l.id into v_group
  from lasting as l
  cross join lateral (
    select
      exists (select from ops.alarm_causes as c where (c.cause, c.effect) = (l.kind, v_kind.name)) as follows,
      exists (select from ops.alarm_causes as c where (c.cause, c.effect) = (v_kind.name, l.kind)) as explains
  ) as r
  where (l.wakes or v_kind.severity = 'morning')
    and (l.name = p_name or r.follows or l.is_free and (r.explains or l.is_young))
  order by l.name = p_name desc, r.follows or r.explains desc, l.id desc
  limit 1;
  if v_group is null then
    insert into jobs.alarm_groups (severity) values (v_kind.severity) returning id into v_group;
  end if;
  return v_group;
end
$$;
comment on function jobs.group_for(text) is
  'Returns the group that an alarm joins when it is raised: the one where it comes and goes or its cause lasts, or, if nobody is on it, where its effect lasts or that began within ten minutes; otherwise a new one. What is urgent joins no group in which nothing urgent lasts.';
