-- A provider may report money for a renewal after access has ended, because the shop was down. The money renews
-- nevertheless: from the old end if it was charged before access ended, otherwise from now. If the subscription ended
-- in another way, by a refund or by hand, its period was closed, and it is not renewed. If the money no longer
-- suffices, nothing happens. If a fault of ours, a missing offer or a switched-off renewal prevents it, it is retried
-- (billing.renew_later).
create or replace function billing.renew_ended(p_subscription_id bigint) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_charged_at timestamptz;
  v_outcome text;
begin
  select s.* into v_subscription
  from billing.subscriptions as s
  where s.id = p_subscription_id
    and s.status = 'expired'
    and s.auto_renew
    and s.cancelled_at is null
    and s.renewal_price_id is not null
    and not exists (
      select
      from billing.periods as p
      where p.subscription_id = s.id and p.number = s.period_number and p.closed_at is not null
    );
  if not found then
    return 'not_due';
  end if;
  if not app.flag('auto_renewal') then
    perform billing.renew_later(p_subscription_id, null, 'switched_off');
    return 'not_due';
  end if;
  v_charged_at := coalesce(
    (
      select max(m.paid_until) - interval '30 days'
      from billing.payment_methods as m
      where m.user_id = v_subscription.user_id
        and m.kind = 'subscription'
        and (billing.renewed_by(m.invoice_id)).id = p_subscription_id
    ),
    (billing.last_charge(v_subscription)).created_at
  );
  begin
    update billing.subscriptions as s
    set
      status = 'active',
      expires_at = case when v_charged_at <= s.expires_at then app.now() + interval '1 minute' else s.expires_at end
    where s.id = p_subscription_id;
    v_outcome := billing.renew_one(p_subscription_id);
    if v_outcome <> 'renewed' then
      raise exception 'rolled back';
    end if;
  exception when raise_exception then
    if v_outcome in ('unavailable', 'failed') then
      perform billing.renew_later(p_subscription_id, null, v_outcome);
    end if;
    return v_outcome;
  end;
  delete from billing.unrenewed as u where u.subscription_id = p_subscription_id;
  perform vpn.desire(s.id, true, s.expires_at), billing.begin_periods(array[s.id])
  from billing.subscriptions as s
  where s.id = p_subscription_id;
  perform billing.follow_choice(p_subscription_id);
  return v_outcome;
end
$$;
comment on function billing.renew_ended(bigint) is
  'Renews a subscription that ended before the shop heard of the money that was charged for it. Returns renewed, not_due (it has not ended, was not to be renewed, or renewal is switched off), or why not, as billing.renew_now. The caller holds billing.lock_user.';
