-- Sends what is due, records what is not sent any more, and computes the next look. What is held (quiet hours, a
-- condition that is not known yet) is decided about later: the watermark stays before it.
create or replace function billing.notify_apply(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_now constant timestamptz := app.now();
  v_planned constant billing.planned_notice[] := array(
    select n
    from billing.notices_of(p_subscription_ids, v_now) as n
    where n.verdict <> 'disabled'
    order by n.subscription_id, n.moment
  );
  v_told billing.planned_notice[];
  v_chats text[];
  v_payloads jsonb[];
  v_until timestamptz[];
begin
  with decided as (
    select n.*
    from unnest(v_planned) as n
    where n.verdict not in ('send', 'unsure') or n.verdict = 'send' and n.send_at <= v_now
  ),
  noted as (
    insert into billing.notices (subscription_id, period_number, kind, created_at, ends_at, dropped)
    select d.subscription_id, d.period_number, d.rule, v_now, d.ends_at, nullif(d.verdict, 'send')
    from decided as d
    on conflict do nothing
    returning subscription_id, kind
  )
  select array_agg(d::billing.planned_notice order by d.subscription_id, d.moment) into v_told
  from decided as d
  join noted as n on n.subscription_id = d.subscription_id and n.kind = d.rule
  where d.verdict = 'send';

  if v_told is not null then
    select
      array_agg(t.chat),
      array_agg(
        jsonb_build_object('notice', t.rule, 'subscription_id', t.subscription_id, 'period_number', t.period_number)
      ),
      array_agg(t.until)
    into v_chats, v_payloads, v_until
    from unnest(v_told) as t;
    perform billing.give_offers(t.rule, array_agg(t.user_id)) from unnest(v_told) as t group by t.rule;
    perform outbox.enqueue_batch('billing.notice', v_chats, v_payloads, null, v_until);
  end if;
  perform billing.look_again_at(p_subscription_ids, v_planned);
end
$$;
comment on function billing.notify_apply(bigint[]) is
  'Does what the rules of billing.notice_rules mean to these subscriptions now, all or none. The caller holds billing.due_to_notify''s locks.';
