-- All that is asked about the person is looked up before the code is compared with it, and also where there is no such
-- code: how long the answer takes must not tell a guesser which codes exist.
create or replace function billing.promo_fits(p_code billing.promo_codes, p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Deleting the account and coming back makes nobody new.
  v_hash constant bytea := (select u.identity_hash from app.users as u where u.id = p_user_id);
  v_former constant billing.former_customers := (
    select f from billing.former_customers as f where f.identity_hash = v_hash
  );
  v_before constant record := billing.bought_before(p_user_id);
  v_has_paid constant boolean := coalesce(v_former.has_paid, false) or v_before.has_paid;
  v_has_bought constant boolean := coalesce(v_former.has_bought, false) or v_before.has_bought;
  v_keeps constant boolean := billing.keeps_paid(p_user_id);
  v_subscribes constant boolean := exists (
    select
    from billing.subscriptions as s
    where s.user_id = p_user_id
      and s.status = 'active'
      and s.expires_at > app.now()
      and s.renewal_price_id is not null
  );
  v_had_time constant boolean := billing.had_subscription(p_user_id);
  v_has_subscription constant boolean := exists (
    select from billing.subscriptions as s where s.user_id = p_user_id
  );
  v_trial_used constant boolean := billing.trial_used(p_user_id);
  v_trial_plan constant bigint := billing.trial_plan();
  v_currency constant text := billing.currency_of(p_user_id);
  v_redeemed constant bigint := (
    select count(*)
    from billing.promo_uses as u
    where u.code_id = p_code.id and u.user_id = p_user_id and u.state = 'redeemed'
  ) + coalesce((
    select f.uses from billing.former_promo_uses as f where f.identity_hash = v_hash and f.code_id = p_code.id
  ), 0);
  v_reserves constant boolean := exists (
    select from billing.promo_uses as u where u.code_id = p_code.id and u.user_id = p_user_id and u.state = 'reserved'
  );
  -- He was one for whom it is when he used it, and it brought him nothing.
  v_returned constant boolean := exists (
    select from billing.promo_uses as u where u.code_id = p_code.id and u.user_id = p_user_id and u.state = 'returned'
  );
begin
  return coalesce(
    p_code.retired_at is null
    and p_code.valid @> app.now()
    and (v_returned or case p_code.audience
      when 'new' then not (v_has_paid or v_has_bought or v_keeps)
      when 'paid' then v_keeps
      when 'subscribers' then v_subscribes
      else true
    end)
    and (v_returned or not (p_code.first_only and (v_has_bought or v_keeps)))
    and coalesce(p_code.currency, v_currency) = v_currency
    and v_redeemed < p_code.uses_per_user
    and (v_reserves or p_code.uses < coalesce(p_code.max_uses, 2147483647))
    and case p_code.kind
      when 'trial' then v_trial_plan is not null and not v_trial_used and not v_had_time
      when 'days' then v_trial_plan is not null or v_has_subscription
      else true
    end,
    false
  );
end
$$;
comment on function billing.promo_fits(billing.promo_codes, bigint) is
  'Whether a user may use a promo code now: it is valid, is for people like him, and has a use left for him, or one that an order of his reserves. False for a code that is null.';
