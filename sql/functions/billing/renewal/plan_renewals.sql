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
  v_priced constant record := billing._price_renewals(p_subscription_ids);
  v_renewals billing.renewal[];
begin
  select
    array_agg(
      (
        s.id, s.user_id, case when told.until > v_now and told.worth_it then i.telegram_id::text end, look.outcome,
        wallet.cash_id, due.amount, o.currency, o.id, o.plan_id,
        coalesce(next.number, s.period_number), next.starts_at, next.ends_at, next.anchor_at, next.anchor_number,
        coalesce(next.ends_at + v_grace, told.access_until), told.again_at, told.until,
        case when i.telegram_id is not null then told.answer_by end,
        wallet.bonus_id, case when wallet.bonus_id is not null then least(wallet.bonus, due.amount) end,
        case (paying.plan).state when 'ready' then (paying.plan).method_id end, (paying.plan).amount,
        wallet.referral_id, case when wallet.referral_id is not null
          then least(wallet.referral, greatest(due.amount - wallet.rest, 0)) end
      )::billing.renewal
    )
  into v_renewals
  from unnest(v_priced.ids, v_priced.price_ids, v_priced.amounts) as d (id, price_id, amount)
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
  cross join lateral billing._wallet(s.user_id, coalesce(o.currency, a.currency)) as wallet
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
  cross join lateral billing._follow_up(
    look.outcome, s.id, s.period_number, s.ends_at, s.expires_at, s.charge_from, s.renewal_price_id = any (v_withdrawn),
    i.telegram_id is not null, said.was_refused, (paying.plan).until, next.ends_at, v_now, v_grace
  ) as told;
  return v_renewals;
end
$$;
comment on function billing.plan_renewals(bigint[]) is
  'Returns what auto-renewal does with these subscriptions now, see billing.renewal; writes nothing. The caller holds their locks and has checked that they are due, and that no two belong to one user: each could spend the other''s money. Attempts are made from 24 h before the end until access is over; before that, charges are announced.';
