create or replace function app.subscriptions_in_data(p_user_id bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_agg(
      jsonb_build_object(
        'id', s.id,
        'plan', p.code,
        'status', s.status,
        'ends_at', s.ends_at,
        'auto_renew', s.auto_renew,
        'cancelled_at', s.cancelled_at,
        'periods', (
          select jsonb_agg(
            jsonb_build_object('kind', d.kind, 'starts_at', d.starts_at, 'ends_at', d.ends_at, 'closed_at', d.closed_at)
            order by d.number
          )
          from billing.periods as d
          where d.subscription_id = s.id
        ),
        'use', (
          select jsonb_agg(
            jsonb_build_object(
              'used_bytes', w.used_bytes, 'devices', w.devices, 'online_at', w.online_at, 'connected_at', w.connected_at
            )
          )
          from vpn.access as a
          join vpn.usage as w on w.access_id = a.id
          where a.subscription_id = s.id
        ),
        'devices', (
          select jsonb_agg(
            jsonb_build_object('id', b.device_id, 'name', b.name, 'platform', b.platform, 'seen_at', b.seen_at)
            order by b.id
          )
          from (
            select d.id, d.device_id, d.name, d.platform, d.seen_at
            from vpn.access as a
            join vpn.devices as d on d.access_id = a.id
            where a.subscription_id = s.id
            union all
            select d.id, null, d.name, d.platform, d.seen_at
            from vpn.page_devices as d
            where d.subscription_id = s.id
          ) as b
        )
      ) order by s.id
    )
    from billing.subscriptions as s
    join billing.plans as p on p.id = s.plan_id
    where s.user_id = p_user_id
  );
end
$$;
comment on function app.subscriptions_in_data(bigint) is
  'Returns the part of app.data_of about subscriptions: plan, periods, what panels say about their use, and devices.';
