create or replace function jobs.alarms_in_data(p_user_id bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object('alarms', (
    select jsonb_agg(
      jsonb_build_object(
        'group', g.id, 'at', g.began_at, 'told_at', m.sounded_at,
        'acknowledged_at', case when g.acknowledged_by = p_user_id then g.acknowledged_at end
      ) order by g.id
    )
    from jobs.alarm_groups as g
    left join jobs.alarm_messages as m on m.group_id = g.id and m.user_id = p_user_id
    where m.user_id is not null or g.acknowledged_by = p_user_id
  ));
end
$$;
comment on function jobs.alarms_in_data(bigint) is
  'Returns the part of app.data_of about alarms, for a person who is or was an admin: which groups he was told of or was on.';
