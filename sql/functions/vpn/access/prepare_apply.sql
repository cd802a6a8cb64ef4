-- In PL/pgSQL, which keeps the plan: an SQL function was planned anew for each message, which cost half of a claim.
create or replace function vpn.prepare_apply(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (what is sent is what is desired now, whatever the message says)
begin
  return (
    select vpn.panel_settings(p) || jsonb_build_object(
      'shop', (select m.shop from vpn.mark as m),
      'key', a.key,
      'uuid', a.uuid,
      'former', a.former,
      'generation', d.generation,
      'present', d.present and a.state <> 'leaving',
      'expires_at', d.expires_at,
      'device_limit', d.device_limit,
      'data_limit', d.data_limit,
      'traffic_from', d.traffic_from,
      'reset_traffic', d.traffic_from is not null and a.traffic_from is distinct from d.traffic_from,
      'restricted', d.restricted,
      'telegram_id', i.telegram_id,
      'adopt', a.adopt,
      'linked', coalesce(position(a.uuid::text in a.link) > 0, false)
    )
    from vpn.access as a
    join vpn.desired as d on d.subscription_id = a.subscription_id
    join vpn.panels as p on p.id = a.panel_id
    join billing.subscriptions as s on s.id = a.subscription_id
    left join app.telegram_identities as i on i.user_id = s.user_id
    where a.id = p_lane::bigint
      and (a.applied_generation < d.generation or a.state = 'leaving' or a.differs)
  );
end
$$;
comment on function vpn.prepare_apply(text, jsonb) is
  'Prepare hook of vpn.apply. p_lane: access id. Returns the state that the panel must reach, in absolute values (expires_at in UTC; data_limit in bytes, null for none; reset_traffic: whether the panel must reset its traffic counter, which it confirms with traffic_from; restricted: whether only the restricted group is to be within reach; telegram_id: null when erased; adopt: whether an account with this key that is not ours may be taken over; former: identities that the panel must forget, which it confirms with forgot; linked: whether its user has a link of this uuid, and can do without another one), and what the listener has to know of the panel and of our mark; null when the panel has already confirmed the desired generation, unless it was seen to differ.';
