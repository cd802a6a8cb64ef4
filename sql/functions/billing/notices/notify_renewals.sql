-- Tells users the result of their renewals: of a charge always, of anything else once per period, kind and price.
-- Each notice is a row of billing.notices, whose writers hold the lock on the subscription; so a row that is not
-- visible here does not exist. A scalar subquery looks it up: `exists` next to an `or` was planned as a hash of all
-- notices ever sent, rebuilt for each batch.
create or replace function billing.notify_renewals(p_renewals billing.renewal[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_chats text[];
  v_payloads jsonb[];
  v_until timestamptz[];
  v_priorities outbox.priority[];
begin
  with notices as materialized (
    select
      r.chat, r.outcome, r.subscription_id, r.number, r.useful_until,
      case when r.outcome in ('announced', 'price_risen') then r.amount else 0 end as amount
    from unnest(p_renewals) as r
    where r.chat is not null
  ),
  news as materialized (
    select n.*
    from notices as n
    where case when n.outcome <> 'renewed' then (
      select true
      from billing.notices as t
      where t.subscription_id = n.subscription_id
        and t.period_number = n.number
        and t.kind = n.outcome
        and t.amount = n.amount
    ) end is null
  ),
  told as (
    insert into billing.notices (subscription_id, period_number, kind, amount, created_at)
    select n.subscription_id, n.number, n.outcome, n.amount, app.now()
    from news as n
    where n.outcome <> 'renewed'
  )
  select array_agg(n.chat), array_agg(m.payload), array_agg(n.useful_until), array_agg(app.notice_priority(m.payload))
  into v_chats, v_payloads, v_until, v_priorities
  from news as n
  -- to_jsonb costs two thirds of what jsonb_build_object does.
  cross join lateral (
    select to_jsonb(p) as payload
    from (select n.outcome as notice, n.subscription_id, n.number as period_number, n.amount) as p
    offset 0
  ) as m;

  if v_chats is not null then
    perform outbox.enqueue_batch('billing.notice', v_chats, v_payloads, null, v_until, v_priorities);
  end if;
end
$$;
comment on function billing.notify_renewals(billing.renewal[]) is
  'Enqueues a notice for each user who can be reached and was not yet told the same about this period. The caller holds the lock on the subscriptions.';
