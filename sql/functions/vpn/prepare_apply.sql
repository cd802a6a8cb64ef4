create or replace function vpn.prepare_apply(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'panel', p.code,
    'kind', p.kind,
    'base_url', p.base_url,
    'key', a.key,
    'uuid', a.uuid,
    'generation', a.desired_generation,
    'present', a.desired_present,
    'expires_at', a.desired_expires_at,
    'telegram_id', i.telegram_id
  )
  from vpn.access as a
  join vpn.panels as p on p.id = a.panel_id
  join billing.subscriptions as s on s.id = a.subscription_id
  left join app.telegram_identities as i on i.user_id = s.user_id
  where a.subscription_id = p_lane::bigint
    and a.applied_generation < a.desired_generation
$$;
comment on function vpn.prepare_apply(text, jsonb) is
  'Hook of vpn.apply. p_lane: subscription id. What the panel is to be brought to, in absolute values (expires_at in UTC; telegram_id null when erased); null when the panel confirmed the desired generation already.';
