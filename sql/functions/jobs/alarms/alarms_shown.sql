create or replace function jobs.alarms_shown(p_admin_id bigint, p_ended integer) returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with lasting as (
    select g.* from jobs.alarm_groups as g where g.ended_at is null
  ),

  ended as (
    select g.*
    from jobs.alarm_groups as g
    where g.ended_at > clock_timestamp() - interval '7 days'
    order by g.ended_at desc
    limit least(p_ended, 100)
  )

  select coalesce(
    json_agg(
      json_build_object(
        'group', g.id, 'began', g.began_at, 'ended', g.ended_at, 'by', admin._name('admin:' || g.acknowledged_by),
        'is_taken', g.acknowledged_by is not null, 'may_acknowledge', app.may(u.role, 'alarms'), 'alarms', t.alarms
      )
      order by
        g.ended_at is not null, t.alarms @> '[{"severity": "now", "over": false}]' desc,
        coalesce(g.ended_at, g.began_at) desc, g.id desc
    ),
    '[]'
  )
  from app.users as u
  cross join (select * from lasting union all select * from ended) as g
  cross join lateral jobs.told_of_group(g.id, u.role) as t (alarms)
  where u.id = p_admin_id and t.alarms is not null
$$;
comment on function jobs.alarms_shown(bigint, integer) is
  'Returns what an admin may know of alarms, as jobs.take_alarms tells it: the groups that last, urgent ones first, and of those that ended within a week the last p_ended (at most 100): [{group, began, ended, by: the name of the admin who is on it, is_taken: whether somebody is, may_acknowledge, alarms: see jobs.told_of_group}].';
