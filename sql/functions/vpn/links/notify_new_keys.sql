create or replace function vpn.notify_new_keys(p_access_ids bigint[], p_asked vpn.reissues) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_notices jsonb[];
begin
  insert into app.audit (at, actor, action, subject, subject_id, after, reason)
  select
    app.now(), p_asked.actor, 'subscription.key_replaced', 'subscription', a.subscription_id,
    jsonb_build_object('access_id', a.id), p_asked.reason
  from vpn.access as a
  where a.id = any (p_access_ids);

  select
    array_agg(
      billing.operation_notice(
        s.user_id, 'key-replaced', p_subscription_id => s.id, p_buttons => vpn.connect_button(s.id)
      )
      order by a.id
    )
  into v_notices
  from vpn.access as a
  join vpn.desired as d on d.subscription_id = a.subscription_id and d.present
  join billing.subscriptions as s on s.id = a.subscription_id
  where a.id = any (p_access_ids) and a.link is not null;
  perform app.notify_all(v_notices);
end
$$;
comment on function vpn.notify_new_keys(bigint[], vpn.reissues) is
  'Takes accesses whose keys are about to be replaced, and the request for that. Records it, and tells those who had a key.';
