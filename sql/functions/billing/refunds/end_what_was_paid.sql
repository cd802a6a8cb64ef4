-- Money that a provider took back is missing where it was spent. What the payer has not spent covers it. For the rest,
-- the shop refunds what the payer bought for themselves and still has, the newest first, and no more than is missing.
-- What somebody else gave to the payer stays, and so does what the payer gave to others; but not a gift that nobody has
-- taken.
create or replace function billing.end_what_was_paid(
  p_user_id bigint,
  p_currency text,
  p_missing bigint,
  p_cause text,
  p_actor text,
  p_reason text,
  p_account text default 'cash',
  p_until timestamptz default 'infinity'
) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_period billing.paid_periods;
  v_subscription billing.subscriptions;
  v_short bigint;
  v_left bigint;
  v_covers bigint;
  v_cause text;
  v_ended bigint;
begin
  perform billing.take_gifts_back(p_user_id, p_currency, p_missing, p_actor, p_account, p_until);
  for v_period in
    select p.*
    from billing.paid_periods as p
    join billing.periods as bought
      on bought.subscription_id = p.subscription_id and bought.number = p.number and bought.created_at <= p_until
    where p.user_id = p_user_id
      and p.payer_id = p_user_id
      and p.currency = p_currency
      and p.refunded < p.charged
      and coalesce(p.closed_at, p.ends_at) > app.now()
    order by p.starts_at desc, p.subscription_id desc
  loop
    v_short := p_missing - case p_account
      when 'bonus' then billing.bonus_of(p_user_id, p_currency) else billing.cash_of(p_user_id, p_currency)
    end;
    exit when v_short <= 0;
    -- Only this account covers it: of what others paid, as much more goes back to them.
    v_left := v_period.charged - v_period.refunded;
    v_cause := format('%s:%s:%s', p_cause, v_period.subscription_id, v_period.number);
    select coalesce(sum(l.amount), 0)::bigint into v_covers
    from unnest(billing.refund_plan(v_period.subscription_id, v_period.number, v_left, v_cause)) as l (account_id, amount)
    join ledger.accounts as a on a.id = l.account_id
    where a.name = p_account;
    continue when v_covers = 0;
    v_short := least(v_left, div(v_short * v_left::numeric + v_covers - 1, v_covers)::bigint);
    select s.* into v_subscription from billing.subscriptions as s where s.id = v_period.subscription_id;
    perform billing.refund_period(
      v_subscription.id, v_period.number, v_short, v_cause, p_actor, p_reason
    );
    v_subscription := billing.take_back(
      v_subscription,
      v_period.plan_id,
      -- What of it is used up is not taken from what was bought later.
      least(
        billing.time_refunded(v_period, v_short),
        coalesce(v_period.closed_at, v_period.ends_at) - greatest(v_period.starts_at, app.now())
      ),
      p_actor, 'subscription.refunded', p_reason
    );
    if v_period.refunded + v_short = v_period.charged then
      perform billing.cancel_refunded(v_subscription, v_period.number, p_actor, p_reason);
    end if;
    v_ended := v_subscription.id;
  end loop;
  return v_ended;
end
$$;
comment on function billing.end_what_was_paid(bigint, text, bigint, text, text, text, text, timestamptz) is
  'Returns the user''s unused gifts (billing.take_gifts_back), then refunds to the balance as much of the running and coming periods that the user had bought by p_until as the cash, or the bonus (p_account), lacks of p_missing (minor units of p_currency), and takes their time back, see billing.refund_period and billing.take_back; p_cause: of the refunds, once each. Returns the subscription that it ended or shortened last, null for none; the balance shows what was not covered. The caller holds the user''s locks.';
