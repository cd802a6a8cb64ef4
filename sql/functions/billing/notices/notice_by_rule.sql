-- Composes what a rule of billing.notice_rules says, from what is true at the time of sending.
create or replace function billing.notice_by_rule(p_rule text, p_subscription_id bigint, p_period_number integer)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule billing.notice_rules;
  v_subscription billing.subscriptions;
  v_price billing.offers;
  v_missing bigint;
  v_offer record;
begin
  select r.* into v_rule from billing.notice_rules as r where r.name = p_rule and r.enabled;
  select s.* into v_subscription
  from billing.subscriptions as s
  where s.id = p_subscription_id and s.period_number = p_period_number;
  if v_rule.anchor is null
    or v_subscription.id is null
    or billing.notice_holds(v_rule, v_subscription, app.now()) is not true
  then
    return null;
  end if;
  v_price := billing.renewal_offer(
    v_subscription.user_id, v_subscription.renewal_price_id, p_subscription_id => v_subscription.id
  );
  v_missing := billing.renewal_gap(v_subscription, v_price);
  v_offer := billing.offered_by(p_rule, v_subscription.user_id);

  return app.notice(
    v_subscription.user_id,
    v_rule.text,
    jsonb_build_object(
      'plan', (
        select jsonb_build_object('text', billing.title_of(v_subscription.id, p.title, v_subscription.user_id))
        from billing.plans as p
        where p.id = v_subscription.plan_id
      ),
      'ends_at', jsonb_build_object('time', v_subscription.ends_at),
      'expires_at', jsonb_build_object('time', v_subscription.expires_at),
      'access', case when billing.is_restricted(v_subscription.id) then 'restricted' else 'full' end,
      'why', case
        when v_subscription.cancelled_at is not null then 'cancelled'
        when billing.notice_group(v_subscription) <> 'short' then billing.notice_group(v_subscription)
        when v_price.price_id is null then 'unavailable'
        else 'short'
      end,
      'missing', jsonb_build_object(
        'money', coalesce(v_missing, 0),
        'currency', coalesce(v_price.currency, billing.currency_of(v_subscription.user_id))
      ),
      'offer', case when v_offer.percent is not null then 'yes' else 'no' end,
      'percent', coalesce(v_offer.percent, 0),
      'until', jsonb_build_object('time', coalesce(v_offer.until, app.now()))
    ),
    jsonb_build_array(
      jsonb_build_array(billing.reminder_button(
        case
          when v_rule.text in ('never-connected', 'trial-first-hours') then 'access'
          when v_rule.text in ('trial-second-day', 'trial-ends') then 'plans'
          when v_rule.text in (
            'renewal-ending', 'access-ends-tomorrow', 'access-ends-soon', 'win-back', 'win-back-last'
          )
            then 'renewal'
        end,
        v_subscription, v_price, v_missing
      )),
      '[{"text": "button-close", "data": "close"}]'::jsonb
    )
  );
end
$$;
comment on function billing.notice_by_rule(text, bigint, integer) is
  'Returns the notice (see app.notice) of a rule of billing.notice_rules about a subscription; null when p_period_number is no longer its last period, the rule is off or an event, or it does not concern the subscription any more.';
