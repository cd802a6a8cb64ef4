-- Decides about due subscriptions: the rules of renewal and dunning in one place.
--
-- Nothing is charged that was not announced in time. This holds for a higher price (a user who does not object agrees
-- after three days), for an equal number in another currency, and for an end that was moved since. A user who is told
-- late keeps access until he is charged, plus the grace.
--
-- A missing offer is retried until access is over; a user who is told that there is none has a day from then on. (He
-- is not told in the first hour of attempts: a problem that lasts less than an hour is not worth a message. A plan
-- that the owner took out of renewal is not temporary.)
--
-- A missing amount may come from a payment method that the user saved (billing.plan_charge). No user is told that
-- money is missing while it is on its way, and access lasts until the result is known. While a method pays, the part
-- of the balance that other charges in flight rely on is left to them (billing.counted_on). If the balance had to pay
-- nevertheless, these charges are followed by one for the rest. A price that rises while a charge is on its way, or
-- after it was paid, counts from the following period on (billing.amount_due).
--
-- An announcement counts once it was sent. Until then the amount that was told before counts (told_price_id), and the
-- charge waits. An announcement that was not sent in time is made anew, and access is kept for that too. The exception
-- is a user to whom Telegram has refused it before (charge_from is null): he is not charged a higher price that he
-- does not hear of, and does not keep access for it.
--
-- First the prices, then everything else in one pass: `offset 0` keeps the planner from computing a value once for
-- each column that uses it, and costs less than materialized steps.
create or replace function billing.plan_renewals(p_subscription_ids bigint[]) returns billing.renewal[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_mergejoin = off
as $$
declare
  v_now constant timestamptz := app.now();
  v_grace constant interval := billing.grace();
  v_withdrawn constant bigint[] := array(
    select r.id from billing.prices as r join billing.plans as p on p.id = r.plan_id where not p.renewable
  );
  v_ids bigint[];
  v_user_ids bigint[];
  v_price_ids bigint[];
  v_amounts bigint[];
  v_renewals billing.renewal[];
begin
  with offers as materialized (
    select o.renewal_price_id, o.announced_currency, o.price_id, o.currency from billing.renewal_offers as o
  )
  select array_agg(s.id), array_agg(s.user_id), array_agg(o.price_id) into v_ids, v_user_ids, v_price_ids
  from unnest(p_subscription_ids) as d (id)
  join billing.subscriptions as s on s.id = d.id
  join app.users as u on u.id = s.user_id
  left join offers as o
    on o.renewal_price_id = s.renewal_price_id and o.currency = coalesce(u.currency, o.announced_currency);
  select array_agg(f.amount) into v_amounts from billing.prices_for(v_user_ids, v_price_ids, true, v_ids) as f;

  select
    array_agg(
      (
        s.id, s.user_id, case when told.until > v_now and told.worth_it then i.telegram_id::text end, look.outcome,
        wallet.cash_id, due.amount, o.currency, o.id, o.plan_id,
        coalesce(next.number, s.period_number), next.starts_at, next.ends_at, next.anchor_at, next.anchor_number,
        coalesce(next.ends_at + v_grace, kept.until), told.again_at, told.until, case when i.telegram_id is not null then answer.by end,
        wallet.bonus_id, case when wallet.bonus_id is not null then least(wallet.bonus, due.amount) end,
        case (paying.plan).state when 'ready' then (paying.plan).method_id end, (paying.plan).amount,
        wallet.referral_id, case when wallet.referral_id is not null
          then least(wallet.referral, greatest(due.amount - wallet.rest, 0)) end
      )::billing.renewal
    )
  into v_renewals
  from unnest(v_ids, v_price_ids, v_amounts) as d (id, price_id, amount)
  join billing.subscriptions as s on s.id = d.id
  left join billing.prices as o on o.id = d.price_id
  left join app.telegram_identities as i on i.user_id = s.user_id and i.unreachable_since is null
  cross join lateral (
    -- Nearly all were told the price that they have: it need not be looked up once more.
    select case coalesce(s.told_price_id, s.renewal_price_id)
      when o.id then o.currency
      else (select r.currency from billing.prices as r where r.id = coalesce(s.told_price_id, s.renewal_price_id))
    end as currency
    offset 0
  ) as a
  cross join lateral (
    select
      case when s.told_price_id is null then s.announced_amount else s.told_amount end as amount,
      s.told_price_id is not null as waits,
      s.told_price_id is not null and s.charge_from is null as was_refused
  ) as said
  cross join lateral (
    select case
      when d.amount > said.amount then billing.amount_due(s, d.amount, o.currency) else d.amount
    end as amount
    offset 0
  ) as due
  cross join lateral (
    select
      p.cash_id, p.bonus_id, p.bonus, p.referral_id, p.referral,
      coalesce(p.cash, 0) + coalesce(p.bonus, 0) as rest,
      coalesce(p.cash, 0) + coalesce(p.bonus, 0) + coalesce(p.referral, 0) as balance
    from (
      select
        max(c.id) filter (where c.name = 'cash') as cash_id,
        max(c.balance) filter (where c.name = 'cash') as cash,
        max(c.id) filter (where c.name = 'bonus') as bonus_id,
        max(c.balance) filter (where c.name = 'bonus') as bonus,
        max(c.id) filter (where c.name = 'referral') as referral_id,
        max(c.balance) filter (where c.name = 'referral') as referral
      from ledger.accounts as c
      where c.user_id = s.user_id and c.currency = coalesce(o.currency, a.currency)
    ) as p
  ) as wallet
  cross join lateral (
    select case
      when v_now >= s.ends_at - interval '24 hours'
        and due.amount <= said.amount
        and o.currency = a.currency
        and s.auto_renew
        and not s.unannounced
        and not said.waits
        and (v_now < s.charge_from) is not true
        and (select true from billing.payment_methods as m where m.user_id = s.user_id limit 1)
        then billing.plan_charge(s, due.amount, o.currency, wallet.balance - case
          when (select true from billing.subscriptions as n where n.user_id = s.user_id and n.id <> s.id limit 1)
            then billing.counted_on(s, o.currency)
          else 0
        end)
    end as plan
    offset 0
  ) as paying
  cross join lateral (
    select case
      when v_now < s.ends_at - interval '72 hours' and (s.auto_renew and due.amount > said.amount) is not true
        then 'waiting'
      when not s.auto_renew then 'ending'
      when o.id is null then 'unavailable'
      when said.waits and v_now < s.charge_from and (due.amount, o.id) = (s.announced_amount, s.renewal_price_id)
        then 'waiting'
      when (due.amount <= said.amount and o.currency = a.currency) is not true then 'price_risen'
      when v_now < s.ends_at - interval '24 hours' or s.unannounced or said.waits then 'announced'
      when v_now < s.charge_from then 'waiting'
      when (paying.plan).state is not null then 'charging'
      when due.amount <= wallet.balance then 'renewed'
      when v_now < s.ends_at then 'short'
      else 'grace'
    end as outcome
    offset 0
  ) as look
  left join lateral (
    select n.*
    from billing.next_period_of(
      s.period_number, s.anchor_number, s.anchor_at, s.ends_at, s.expires_at, o.period_count, o.period_unit
    ) as n
    where look.outcome = 'renewed'
    offset 0
  ) as next on true
  cross join lateral (
    select
      case look.outcome
        when 'price_risen' then v_now + interval '72 hours'
        when 'announced' then v_now + interval '5 hours'
      end as by,
      look.outcome not in ('waiting', 'charging', 'ending') and (
        look.outcome <> 'unavailable'
        or v_now >= s.ends_at - interval '23 hours'
        or s.renewal_price_id = any (v_withdrawn)
      ) as worth_it
    offset 0
  ) as answer
  cross join lateral (
    select case
      when answer.by is not null and i.telegram_id is not null and not said.was_refused
        then greatest(s.expires_at, answer.by + v_grace)
      when look.outcome = 'unavailable' and answer.worth_it and i.telegram_id is not null
        then greatest(s.expires_at, interval '24 hours' + coalesce(
          (
            select greatest(n.created_at, n.sent_at)
            from billing.notices as n
            where n.subscription_id = s.id and n.period_number = s.period_number and n.kind = 'unavailable'
              and (coalesce(n.sent_at::text, n.dropped) is not null or n.created_at > v_now - interval '23 hours')
          ),
          v_now
        ))
      when look.outcome = 'charging' and v_now >= s.expires_at then greatest(s.expires_at, (paying.plan).until)
      else s.expires_at
    end as until
    offset 0
  ) as kept
  cross join lateral (
    select
      answer.worth_it,
      at.again_at,
      case look.outcome
        when 'renewed' then v_now + interval '3 days'
        when 'announced' then at.again_at
        when 'price_risen' then at.again_at
        when 'short' then s.ends_at
        else kept.until
      end as until
    from (
      select case
        when look.outcome = 'renewed' then billing.next_attempt(next.ends_at, v_now)
        when look.outcome = 'ending' then null
        when look.outcome = 'waiting' and v_now >= s.ends_at - interval '72 hours' then s.charge_from
        when look.outcome = 'unavailable' and v_now >= s.ends_at - interval '24 hours'
          then case when v_now < kept.until then least(v_now + interval '10 minutes', kept.until) end
        when answer.by is not null and kept.until >= answer.by
          then greatest(billing.next_attempt(s.ends_at, v_now), answer.by)
        else coalesce(
          billing.next_attempt(s.ends_at, v_now), case when v_now < s.expires_at then s.expires_at end,
          (paying.plan).until
        )
      end as again_at
    ) as at
    offset 0
  ) as told;
  return v_renewals;
end
$$;
comment on function billing.plan_renewals(bigint[]) is
  'Returns what auto-renewal does with these subscriptions now, see billing.renewal; writes nothing. The caller holds their locks and has checked that they are due, and that no two belong to one user: each could spend the other''s money. Attempts are made from 24 h before the end until access is over; before that, charges are announced.';
