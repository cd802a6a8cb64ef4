-- The last renewal attempt found no offer, so access would end. That is plausible for a few subscriptions. If many
-- lose their offer at once, it is a mistake of ours (a closed price, another currency). Then access is kept, hour by
-- hour, until the mistake is corrected or an operator confirms it. A plan that the owner took out of renewal is
-- intended.
create or replace function billing.hold_lost_offers(p_renewals billing.renewal[]) returns billing.renewal[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_ending bigint[];
begin
  select array_agg(r.subscription_id) into v_ending
  from unnest(p_renewals) as r
  join billing.subscriptions as s on s.id = r.subscription_id
  join billing.prices as p on p.id = s.renewal_price_id
  join billing.plans as l on l.id = p.plan_id
  where r.outcome = 'unavailable' and r.renew_at is null and l.renewable;
  if v_ending is null or app.within_brake('offers_lost', cardinality(v_ending)) then
    return p_renewals;
  end if;

  return array(
    select case
      when r.subscription_id = any (v_ending) then (
        r.subscription_id, r.user_id, r.chat, r.outcome, r.account_id, r.amount, r.currency, r.price_id, r.plan_id,
        r.number, r.starts_at, r.ends_at, r.anchor_at, r.anchor_number, v_now + interval '3 hours',
        v_now + interval '1 hour', r.useful_until, r.charge_from, r.bonus_account_id, r.bonus, r.method_id,
        r.charge, r.referral_account_id, r.referral
      )::billing.renewal
      else r
    end
    from unnest(p_renewals) as r
  );
end
$$;
comment on function billing.hold_lost_offers(billing.renewal[]) is
  'Returns these renewals. Where the brake offers_lost holds, access that would end for lack of an offer is kept for three hours, and the renewal is tried again in one hour.';
