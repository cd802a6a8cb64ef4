-- Taking a gift: the money becomes revenue, and the period is granted, in one transaction. If two people tap at the
-- same time, one waits for the locks of the payer, and then finds the gift taken. Only a gift whose link the user
-- opened can be taken, because anybody can send the data of a button.
create or replace function billing.redeem_gift(
  p_user_id bigint,
  p_gift_id bigint,
  p_new boolean,
  p_subscription_id bigint,
  out outcome text,
  out plan_title jsonb,
  out ends_at timestamptz,
  out subscription_id bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_gift billing.gifts := billing.opened_gift(p_user_id);
  v_subscription billing.subscriptions;
begin
  outcome := 'gone';
  if v_gift.id is distinct from p_gift_id then
    return;
  end if;
  perform billing.lock_users(billing.parties_of(p_user_id) || v_gift.payer_id);
  select g.* into v_gift from billing.gifts as g where g.id = p_gift_id for no key update;
  if not p_new then
    v_subscription := billing.subscription_of(p_user_id, p_subscription_id);
  end if;
  outcome := case
    when v_gift.status = 'redeemed' and v_gift.taken_by = p_user_id then 'already_redeemed'
    when v_gift.status <> 'unused' or v_gift.expires_at <= app.now() then 'gone'
    when app.closed_gate(p_user_id) is not null then app.closed_gate(p_user_id)
    when v_subscription.id is not null then 'redeemed'
    when not p_new then coalesce(billing.why_no_subscription(p_user_id, p_subscription_id), 'redeemed')
    when billing.may_open_subscription(p_user_id) then 'redeemed'
    else 'no_more_subscriptions'
  end;
  if outcome = 'redeemed' then
    select r.* into v_gift from billing.apply_gift(v_gift, p_user_id, v_subscription) as r;
    perform billing.notify_gift(v_gift);
  end if;
  if outcome in ('redeemed', 'already_redeemed') then
    subscription_id := v_gift.subscription_id;
    select billing.title_of(s.id, o.title, p_user_id), s.ends_at into plan_title, ends_at
    from billing.offer_of_gift(v_gift) as o
    cross join billing.subscriptions as s
    where s.id = v_gift.subscription_id;
  end if;
end
$$;
comment on function billing.redeem_gift(bigint, bigint, boolean, bigint) is
  'Lets a user take the gift whose link he opened last, for a subscription (billing.subscription_of), or with p_new for an additional one. outcome: redeemed, already_redeemed (by this user), gone (taken by somebody else, given back, expired, or not the one he opened), unknown_subscription, several_subscriptions, no_more_subscriptions, or what stands before it (app.closed_gate); then its plan and the subscription with its end, UTC.';
