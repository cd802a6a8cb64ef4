-- A gift decides nothing about renewal. A user who pays for a plan goes on with it at his price. A user who does not
-- pay is never charged because he took a gift: auto-renewal is off until he switches it on. Buying something also
-- switches it on, unless the user himself had switched it off.
create or replace function billing.keep_terms(p_before billing.subscriptions, p_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_renews constant boolean := billing.may_be_renewed(p_before);
  v_granted billing.subscriptions;
  v_after billing.subscriptions;
begin
  select s.* into v_granted from billing.subscriptions as s where s.id = p_id;
  update billing.subscriptions as s
  set
    price_id = case when v_renews then p_before.price_id else s.price_id end,
    renewal_price_id = case
      when v_renews then coalesce(p_before.told_price_id, p_before.renewal_price_id)
      else s.renewal_price_id
    end,
    announced_amount = case
      when v_renews and p_before.told_price_id is null then p_before.announced_amount
      when v_renews then p_before.told_amount
    end,
    auto_renew = v_renews and p_before.auto_renew,
    off_by_gift = case
      when v_renews then p_before.off_by_gift
      else coalesce(p_before.auto_renew or p_before.off_by_gift, true)
    end,
    unannounced = true
  where s.id = p_id;
  -- Not together with the price: billing.keep_price sees the gift's price before it, and takes his for a new one.
  update billing.subscriptions as s set kept_price_id = p_before.kept_price_id where s.id = p_id and v_renews;
  v_after := billing.schedule_as_before(p_before, p_id);
  perform vpn.desire(p_id, true, v_after.expires_at);
  perform app.record(
    format('user:%s', v_after.user_id), 'subscription.terms_kept', 'subscription', p_id,
    to_jsonb(v_granted) - '{id,user_id,begin_at}'::text[], to_jsonb(v_after) - '{id,user_id,begin_at}'::text[]
  );
end
$$;
comment on function billing.keep_terms(billing.subscriptions, bigint) is
  'Gives a subscription that has just got a gift the renewal that it had before (p_before; null: it is new): its price, also the old one that he keeps, or none that is automatic. The next charge is announced anew. Audited. The caller holds its lock.';
