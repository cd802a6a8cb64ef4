create or replace function jobs.told_of_group(p_group bigint, p_role text) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with heard as (
    select
      k.position, k.name as kind, k.severity, k.help, k.place, k.permission, s.name,
      (array_agg(s.detail order by s.id desc))[1] as detail,
      min(s.began_at) as since,
      bool_and(s.ended_at is not null) as is_over,
      count(*) as times,
      jobs.alarm_flaps(s.name) as flaps
    from jobs.alarm_spells as s
    cross join lateral jobs.kind_of_alarm(s.name) as k
    where s.group_id = p_group
      and (app.may(p_role, 'alarms') or k.concerns_customers and app.may(p_role, 'customers'))
    group by s.name, k.position, k.name, k.severity, k.help, k.place, k.permission
  ),

  judged as (
    select
      h.*,
      exists (
        select
        from heard as o
        join ops.alarm_causes as c on c.cause = o.kind and c.effect = h.kind
        where o.name <> h.name and (h.is_over or not o.is_over)
      ) as follows
    from heard as h
  )

  select jsonb_agg(
    jsonb_build_object(
      'name', j.name, 'kind', j.kind, 'severity', j.severity, 'help', j.help, 'detail', j.detail, 'since', j.since,
      'over', j.is_over, 'times', j.times, 'flaps', j.flaps, 'follows', j.follows,
      'place', case when app.may(p_role, j.permission) then j.place end
    ) order by j.is_over, j.follows, j.severity = 'now' desc, j.position, j.name
  )
  from judged as j
$$;
comment on function jobs.told_of_group(bigint, text) is
  'Returns what an admin with this role hears of a group of alarms: [{name, kind, severity, help (see ops.alarm_kinds), detail, since, over, times: how often it was raised, flaps: see jobs.alarm_flaps, follows: whether another one explains it, place: in the admin menu, if he may open it}], causes first; null for nothing.';
