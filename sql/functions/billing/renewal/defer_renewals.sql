-- Updates subscriptions that were not charged: when they are tried again, how long access is kept for that, and what
-- their users are told about the price of the next period. A user who cannot be told is not charged more. The amount
-- that he was told before (told_price_id) counts until the notice was sent (billing.announcements_sent). Of the
-- announcement and the statement that there is no offer, each withdraws the other. The audit records each time why no
-- charge was made.
create or replace function billing.defer_renewals(p_renewals billing.renewal[], p_actor text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_renewals constant billing.renewal[] := billing.hold_lost_offers(p_renewals);
  v_prolonged bigint[];
begin
  insert into app.audit (at, actor, action, subject, subject_id, before, after)
  select
    app.now(), p_actor, format('renewal.%s', case r.outcome when 'grace' then 'short' else r.outcome end),
    'subscription', r.subscription_id, null,
    jsonb_build_object(
      'period_number', r.number, 'amount', r.amount, 'balance', 
        coalesce(a.balance, 0) + coalesce(r.bonus, 0) + coalesce(r.referral, 0),
      'renew_at', r.renew_at
    )
  from unnest(v_renewals) as r
  join billing.subscriptions as s on s.id = r.subscription_id
  left join ledger.accounts as a on a.id = r.account_id
  where r.outcome in ('price_risen', 'short', 'grace')
    or r.outcome = 'unavailable' and (r.renew_at is null or r.chat is not null and not s.unannounced);

  update billing.subscriptions as s
  set
    renew_at = r.renew_at,
    expires_at = r.expires_at,
    renewal_price_id = case when said.a_price then r.price_id else s.renewal_price_id end,
    announced_amount = case when said.a_price then r.amount else s.announced_amount end,
    charge_from = case when said.a_price then r.charge_from else s.charge_from end,
    unannounced = case when said.a_price then false else s.unannounced or said.no_offer end,
    told_price_id = case
      when said.is_sent and (r.outcome = 'price_risen' or s.unannounced) then coalesce(s.told_price_id, s.renewal_price_id)
      when said.is_sent or not said.a_price then s.told_price_id
    end,
    told_amount = case
      when said.is_sent and (r.outcome = 'price_risen' or s.unannounced) and s.told_price_id is null
        then s.announced_amount
      when said.is_sent or not said.a_price then s.told_amount
    end
  from unnest(v_renewals) as r
  cross join lateral (
    select
      r.outcome = 'announced' or r.outcome = 'price_risen' and r.chat is not null as a_price,
      r.outcome in ('announced', 'price_risen') and r.chat is not null as is_sent,
      r.outcome = 'unavailable' and r.chat is not null as no_offer
  ) as said
  where s.id = r.subscription_id;

  -- By their places: planned while there were no notices, a join would read all of them for each batch.
  delete from billing.notices as n
  where n.ctid = any (array(
    select w.place
    from unnest(v_renewals) as r
    cross join lateral (
      select k.ctid as place
      from billing.notices as k
      where k.subscription_id = r.subscription_id
        and k.period_number = r.number
        and case
          when r.outcome = 'unavailable' then k.kind in ('announced', 'price_risen')
            or k.kind = 'unavailable' and num_nulls(k.sent_at, k.dropped) = 2
            and k.created_at <= app.now() - interval '23 hours'
          when r.outcome in ('announced', 'price_risen') then k.kind = 'unavailable'
            -- It was not sent, or is to be said once more.
            or k.kind = r.outcome and k.amount = r.amount
            and (select s.told_price_id from billing.subscriptions as s where s.id = r.subscription_id) is not null
        end
      offset 0
    ) as w
    where r.chat is not null
  ));

  with prolonged as (
    update vpn.desired as d
    set generation = d.generation + 1, expires_at = r.expires_at
    from unnest(v_renewals) as r
    where d.subscription_id = r.subscription_id
      and r.outcome in ('announced', 'price_risen', 'unavailable', 'charging')
      and d.present
      and d.expires_at < r.expires_at
    returning d.subscription_id
  )
  select array_agg(p.subscription_id) into v_prolonged from prolonged as p;
  perform vpn.enqueue_apply(v_prolonged);
  perform billing.follow_unrenewable_plans(v_renewals);
end
$$;
comment on function billing.defer_renewals(billing.renewal[], text) is
  'Records the announced amounts, the time of the next attempt, how long access is kept, and in the audit which users lacked money. p_actor: for the audit. The caller holds the locks.';
