-- Performs everything that the end of a subscription means, as set statements: status and audit, access, what Telegram
-- would charge each month for it, and for reachable users a notice and a fresh screen; after a trial also what the rule
-- trial_ended offers.
--
-- Rows are looked up through unnest with a generic plan. With `= any` and a custom plan, planning lists of a thousand
-- ids and the chosen joins took a fifth of the time.
create or replace function billing.expire_apply(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_chats text[];
  v_notices jsonb[];
  v_until timestamptz[];
  v_refreshes jsonb[];
  v_trials billing.planned_notice[];
begin
  with ended as (
    update billing.subscriptions as s
    set status = 'expired', renew_at = null, begin_at = null
    from unnest(p_subscription_ids) as d (id)
    where s.id = d.id
    returning s.id, s.user_id, s.period_number, s.ends_at, s.source
  ),
  audited as (
    insert into app.audit (at, actor, action, subject, subject_id, before, after)
    select
      app.now(), 'job:expire_due', 'subscription.expired', 'subscription', e.id, '{"status": "active"}',
      jsonb_build_object('status', 'expired', 'ends_at', e.ends_at)
    from ended as e
  )
  select
    array_agg(i.telegram_id::text),
    array_agg(
      jsonb_build_object('notice', 'ended', 'subscription_id', e.id, 'period_number', e.period_number)
    ),
    array_agg(app.now() + interval '3 days'),
    array_agg(inbox._refresh_request(e.user_id, 'menu')),
    array_agg(
      (e.id, e.user_id, null, 'trial_ended', e.period_number, e.ends_at, null, null, null, null)::billing.planned_notice
    ) filter (where e.source = 'trial')
  into v_chats, v_notices, v_until, v_refreshes, v_trials
  from ended as e
  join app.telegram_identities as i on i.user_id = e.user_id
  where i.unreachable_since is null;

  perform vpn.withdraw(p_subscription_ids);
  perform billing.sync_method(m.id)
  from unnest(p_subscription_ids) as d (id)
  join billing.subscriptions as s on s.id = d.id
  join billing.payment_methods as m on m.user_id = s.user_id
  where m.kind = 'subscription'
    and num_nulls(m.removed_at, m.failed_at, m.stopped_at) = 3
    and (billing.renewed_by(m.invoice_id)).id = s.id;
  if v_trials is not null then
    perform billing.give_offers(v_trials);
  end if;
  if v_chats is not null then
    perform outbox.enqueue_batch(
      'billing.notice', v_chats, v_notices, null, v_until,
      array_fill(app.notice_priority(v_notices[1]), array[cardinality(v_chats)])
    );
    perform outbox.enqueue_batch(
      'inbox.refresh', v_chats, v_refreshes, null, null,
      array_fill('notice'::outbox.priority, array[cardinality(v_chats)])
    );
  end if;
end
$$;
comment on function billing.expire_apply(bigint[]) is
  'Ends these subscriptions, all or none. The caller holds their locks and has checked that they are due.';
