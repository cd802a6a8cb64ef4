-- A period that was paid for and not delivered by its deadline is refunded once, and its time is removed. Time that a
-- panel has confirmed stays, and so does free time after it, on the plan that it was granted for. An undelivered
-- trial does not affect a purchase made in the meantime, which has its own deadline. The user's settings stay as he
-- chose them, but nothing more is charged automatically for a panel that does not deliver, until he buys again or
-- switches auto-renewal on; and what came back pays for nothing else of its payer that was not announced since.
create or replace function billing.refund_undelivered(p_subscription_id bigint) returns jsonb[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_starts_at timestamptz;
  v_free billing.free_period[];
  v_amount bigint;
  v_currency text;
  v_payers bigint[];
  v_amounts bigint[];
  v_refunds bigint[];
  v_error text;
  v_notices jsonb[];
begin
  select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
  select coalesce(min(l.last_error), min(a.last_error)) into v_error
  from vpn.access as a
  left join outbox.lanes as l on l.topic = 'vpn' and l.lane = a.id::text
  where a.subscription_id = p_subscription_id;
  if not exists (select from vpn.access as a where a.subscription_id = p_subscription_id) then
    v_error := 'no VPN panel has room';
  end if;
  select min(u.starts_at), sum(u.amount)::bigint, min(u.currency), array_agg(u.payer_id), array_agg(u.amount)
  into v_starts_at, v_amount, v_currency, v_payers, v_amounts
  from (
    select
      p.payer_id, min(p.starts_at) as starts_at, sum(p.amount)::bigint as amount, min(p.currency) as currency,
      min(p.due_at) as due_at
    from billing.undelivered_periods as p
    where p.subscription_id = p_subscription_id and p.kind = 'paid'
    group by p.payer_id
    order by p.payer_id
  ) as u
  having bool_or(u.due_at <= app.now());

  update vpn.access as a set last_error = v_error where a.subscription_id = p_subscription_id;
  if v_amount is not null then
    v_refunds := array(
      select billing.refund_period(
        u.subscription_id, u.number, u.amount, format('undelivered:%s:%s', u.subscription_id, u.number), 'system',
        'not delivered'
      )
      from billing.undelivered_periods as u
      where u.subscription_id = p_subscription_id and u.kind = 'paid'
      order by u.number
    );
    perform
      billing.cover_refunded(r.user_id, q.created_at, sum(e.amount)::bigint, r.currency), billing.give_up(r.user_id)
    from billing.refunds as r
    join billing.periods as q on (q.subscription_id, q.number) = (r.subscription_id, r.period_number)
    left join (
      ledger.entries as e
      join ledger.accounts as a on a.id = e.account_id and a.name = 'cash'
    ) on e.transfer_id = r.transfer_id and a.user_id = r.user_id
    where r.id = any(v_refunds)
    group by r.user_id, r.currency, q.created_at;
    select array_agg(f order by f.number) into v_free
    from billing.free_periods(p_subscription_id, greatest(v_starts_at, app.now())) as f;
    perform billing.end_at(p_subscription_id, v_starts_at, 'system', 'subscription.undelivered', v_error, v_free is not null);
    perform billing.give_again(p_subscription_id, v_free);
    perform billing.unannounce(s.id)
    from billing.subscriptions as s
    where s.user_id = any (v_payers) and s.status = 'active';
    update billing.subscriptions as s set renew_at = null where s.id = p_subscription_id;
    v_notices := array(
      select billing.operation_notice(
        r.payer_id,
        case r.payer_id when v_subscription.user_id then 'refunded-undelivered' else 'refunded-undelivered-gift' end,
        null, r.amount, v_currency, p_subscription_id
      )
      from unnest(v_payers, v_amounts) as r (payer_id, amount)
    );
    if v_subscription.user_id <> all (v_payers) then
      v_notices := v_notices || billing.operation_notice(
        v_subscription.user_id, 'gift-late', p_subscription_id => p_subscription_id
      );
    end if;
  else
    v_notices := array[
      billing.operation_notice(v_subscription.user_id, 'gift-undelivered', p_subscription_id => p_subscription_id)
    ];
  end if;

  -- Free time that is granted again waits for the same panel and is covered by this notice.
  perform app.record(
    'system', 'access.undelivered', 'subscription', p_subscription_id, null,
    jsonb_build_object('generation', d.generation, 'error', v_error)
  )
  from vpn.desired as d
  where d.subscription_id = p_subscription_id;
  return v_notices || app.notices_to_admins(
    'admin-undelivered',
    jsonb_build_object(
      'user', v_subscription.user_id::text,
      'subscription', p_subscription_id::text,
      'error', coalesce(v_error, '?'),
      'amount', jsonb_build_object(
        'money', coalesce(v_amount, 0), 'currency', coalesce(v_currency, billing.currency())
      )
    )
  );
end
$$;
comment on function billing.refund_undelivered(bigint) is
  'For a subscription whose access was not delivered by its deadline: refunds the undelivered paid periods and removes their time; a trial or gift is left unchanged. Returns the notices to the payers, the owner of the subscription and the admins, for app.notify_all. The caller holds account, subscription and access, see billing.due_to_refund.';
