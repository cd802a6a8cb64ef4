-- What is to become of subscriptions that are due: the rules of renewal and dunning in one place. Nothing is
-- charged that was not said before: neither a higher price, nor the same number in another currency.
--
-- In one pass: `offset 0` keeps what is reckoned once from being reckoned for each column that uses it, and costs
-- less than steps that are materialized.
create or replace function billing.renewals_of(p_subscription_ids bigint[]) returns billing.renewal[]
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
  v_currency constant text := billing.currency();
  v_renewals billing.renewal[];
begin
  with offers as materialized (
    select o.* from billing.renewal_offers as o
  )
  select
    array_agg(
      (
        s.id, s.user_id, case when told.until > v_now then i.telegram_id::text end, look.outcome,
        c.id, o.amount, o.currency, o.price_id, o.plan_id,
        coalesce((next.span).number, s.period_number), (next.span).starts_at, (next.span).ends_at,
        (next.span).anchor_at, (next.span).anchor_number,
        coalesce((next.span).ends_at + v_grace, s.expires_at),
        case look.outcome
          when 'renewed' then billing.next_attempt((next.span).ends_at, v_now)
          when 'ending' then null
          when 'unavailable' then null
          when 'price_risen' then
            -- Time to say no, or to put money on the balance.
            case
              when v_now + interval '5 hours' < s.expires_at
                then greatest(billing.next_attempt(s.ends_at, v_now), v_now + interval '5 hours')
            end
          else billing.next_attempt(s.ends_at, v_now)
        end,
        told.until
      )::billing.renewal
    )
  into v_renewals
  from unnest(p_subscription_ids) as d (id)
  join billing.subscriptions as s on s.id = d.id
  left join ledger.accounts as c on c.user_id = s.user_id and c.name = 'cash' and c.currency = v_currency
  left join app.telegram_identities as i on i.user_id = s.user_id and i.unreachable_since is null
  left join offers as o on o.renewal_price_id = s.renewal_price_id
  cross join lateral (
    select case
      when not s.auto_renew then 'ending'
      when o.price_id is null then 'unavailable'
      when v_now < s.ends_at - interval '24 hours' then 'announced'
      when (o.amount <= s.announced_amount and o.currency = o.announced_currency) is not true then 'price_risen'
      when o.amount <= c.balance then 'renewed'
      when v_now < s.ends_at then 'short'
      else 'grace'
    end as outcome
    offset 0
  ) as look
  cross join lateral (
    select case look.outcome when 'renewed' then billing.next_period(s, o.period_count, o.period_unit) end as span
    offset 0
  ) as next
  cross join lateral (
    select case look.outcome
      when 'renewed' then v_now + interval '3 days'
      when 'announced' then s.ends_at - interval '24 hours'
      when 'ending' then s.ends_at
      when 'short' then s.ends_at
      else s.expires_at
    end as until
  ) as told;
  return v_renewals;
end
$$;
comment on function billing.renewals_of(bigint[]) is
  'What auto-renewal makes of these subscriptions now, see billing.renewal; nothing is written. The caller holds their locks and knows that they are due. An attempt is made from 24 h before the end on; earlier it is announced.';
