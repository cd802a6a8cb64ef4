-- After a late delivery, the lost time is added at the end and the customer is told that access works. If the access
-- was taken away in between (refunded, revoked), nothing is added.
create or replace function billing.make_up(p_late vpn.late_deliveries) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_added interval;
  v_number integer;
begin
  perform billing.lock_user(s.user_id) from billing.subscriptions as s where s.id = p_late.subscription_id;
  select s.* into v_subscription from billing.subscriptions as s where s.id = p_late.subscription_id;

  if p_late.lost > make_interval(mins => app.setting('late_delivery_minutes')::integer)
    and (
      v_subscription.status = 'active'
      or exists (
        select
        from billing.periods as p
        where p.subscription_id = v_subscription.id
          and p.number = v_subscription.period_number
          and p.closed_at is null
      )
    )
  then
    v_added := p_late.lost;
    v_number := billing.grant_until(
      v_subscription, v_subscription.user_id, greatest(v_subscription.ends_at, app.now()) + v_added, 'system'
    );
    perform app.record(
      'system', 'time.made_up', 'subscription', v_subscription.id, null,
      jsonb_build_object('period_number', v_number, 'added', v_added, 'generation', p_late.generation),
      'late delivery'
    );
  end if;
  update vpn.late_deliveries as d
  set made_up_at = app.now(), added = v_added
  where d.subscription_id = p_late.subscription_id and d.generation = p_late.generation;

  if v_added is not null or p_late.present and v_subscription.status = 'active' then
    perform app.notify_all(array[
      billing.operation_notice(
        v_subscription.user_id,
        case when v_added is null then 'access-works' else 'access-works-late' end,
        p_subscription_id => v_subscription.id,
        p_buttons => jsonb_build_array(jsonb_build_array(jsonb_build_object(
          'text', 'button-connect', 'data', billing.button_for(v_subscription.id, 'go:access')
        )))
      )
    ]);
  end if;
end
$$;
comment on function billing.make_up(vpn.late_deliveries) is
  'Grants the lost time when it exceeds the setting late_delivery_minutes, and tells the user that access works; once. Raises TK032, see billing.grant_until.';
