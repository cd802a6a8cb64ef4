-- A chat shows one reminder about a subscription, not a pile of them. Telegram lets a bot delete a message for 48
-- hours; what is older stays. Removing waits behind everything else that is sent.
create or replace function billing.notices_sent(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_before constant timestamptz := v_now - interval '47 hours';
  v_lanes text[];
  v_removals jsonb[];
  v_until timestamptz[];
begin
  perform app.notices_sent(p_lanes, p_payloads, p_results);
  perform billing.announcements_sent(p_payloads);
  with sent as (
    select
      s.lane,
      (s.payload ->> 'subscription_id')::bigint as subscription_id,
      (s.result ->> 'message_id')::bigint as message_id,
      s.payload ->> 'notice' as notice,
      (s.payload ->> 'period_number')::integer as period_number,
      (s.payload ->> 'amount')::bigint as amount
    from unnest(p_lanes, p_payloads, p_results) as s (lane, payload, result)
    where s.result ? 'message_id'
  ),
  old as (
    delete from billing.shown_notices as n
    using (select distinct on (s.subscription_id) s.subscription_id, s.lane from sent as s) as s
    where n.subscription_id = s.subscription_id
      and not exists (
        select from sent as o where o.subscription_id = n.subscription_id and o.message_id = n.message_id
      )
      and case when n.sent_at > v_before then billing.is_replaced(n) else true end
    returning s.lane, n.message_id, n.sent_at
  ),
  shown as (
    insert into billing.shown_notices (subscription_id, message_id, notice, period_number, amount, sent_at)
    select s.subscription_id, s.message_id, s.notice, s.period_number, s.amount, v_now
    from sent as s
    on conflict (subscription_id, message_id) do nothing
  )
  select
    array_agg(o.lane order by o.lane, o.message_id),
    array_agg(
      jsonb_build_object('chat_id', o.lane::bigint, 'message_id', o.message_id) order by o.lane, o.message_id
    ),
    array_agg(o.sent_at + interval '48 hours' order by o.lane, o.message_id)
  into v_lanes, v_removals, v_until
  from old as o
  where o.sent_at > v_before
    -- A notice may have become the screen.
    and not exists (
      select
      from app.telegram_identities as i
      where i.telegram_id = o.lane::bigint and i.screen_message_id = o.message_id
    );
  if v_lanes is not null then
    perform outbox.enqueue_batch('app.removal', v_lanes, v_removals, null, v_until);
  end if;
end
$$;
comment on function billing.notices_sent(text[], jsonb[], jsonb[]) is
  'Done hook of billing.notice. p_results: {"message_id"}. Notes what was told, remembers which messages show the notices, and has those removed that they replace (billing.is_replaced).';
