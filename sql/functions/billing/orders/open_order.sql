-- Creates a quote that the user can accept. An unpaid order costs nothing, a newer one does not end it, and the payment
-- checks again whether the quote still holds. Only the use of a promo code is reserved, for which the user is locked;
-- if somebody else gets the last one meanwhile, the quote is made again without it.
create or replace function billing.open_order(
  p_user_id bigint,
  p_price_id bigint,
  p_subscription_id bigint default null,
  p_new boolean default false,
  out outcome text,
  out order_token uuid,
  out kind text,
  out plan_title jsonb,
  out period_count integer,
  out period_unit text,
  out amount bigint,
  out discount bigint,
  out credit bigint,
  out due bigint,
  out currency text,
  out starts_at timestamptz,
  out ends_at timestamptz,
  out balance bigint,
  out short_by bigint,
  out expires_at timestamptz,
  out subscription_id bigint,
  out reasons text[],
  out code text,
  out renewal_amount bigint,
  out code_renewals integer,
  out ends_gift boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_code_id bigint;
  v_order_id bigint;
begin
  perform billing.lock_user(h.user_id) from billing.promo_choices as h where h.user_id = p_user_id;
  loop
    -- Quote and reasons as of one moment: a discount without its code would be for nothing.
    select
      q.outcome, q.kind, q.plan_title, q.period_count, q.period_unit, q.amount, q.discount, q.credit,
      q.amount - q.credit, q.currency, q.starts_at, q.ends_at, q.subscription_id, f.reasons, n.amount, h.code, h.renewals,
      q.ends_gift, case when 'promo_code' = any (f.reasons) and q.outcome = 'open' then h.code_id end
    into
      outcome, kind, plan_title, period_count, period_unit, amount, discount, credit, due, currency, starts_at, ends_at,
      subscription_id, reasons, renewal_amount, code, code_renewals, ends_gift, v_code_id
    from billing.quote(p_user_id, p_price_id, p_subscription_id, p_new) as q
    cross join lateral billing.prices_for(
      array[p_user_id], array[p_price_id], q.kind = 'later', array[q.subscription_id]
    ) as f
    cross join lateral billing.prices_for(array[p_user_id], array[p_price_id], true, array[q.subscription_id]) as n
    left join (
      select c.user_id, c.code_id, k.code, k.renewals
      from billing.promo_choices as c
      join billing.promo_codes as k on k.id = c.code_id
    ) as h on h.user_id = p_user_id;
    if outcome = 'open' and kind = 'purchase' then
      outcome := coalesce(app.closed_gate(p_user_id), 'open');
    elsif outcome in ('open', 'at_period_end') and app.is_blocked(p_user_id) then
      outcome := 'blocked';
    end if;
    if outcome not in ('open', 'at_period_end') then
      return;
    end if;

    balance := billing.balance_of(p_user_id, currency);
    short_by := case outcome when 'open' then greatest(due - balance, 0) else 0 end;
    exit when outcome <> 'open';
    expires_at := v_now + make_interval(mins => app.setting('order_minutes')::integer);
    insert into billing.orders as o (
      user_id, kind, subscription_id, opens_new, price_id, list_amount, amount, discount, credit, currency,
      created_at, expires_at, promo_code_id
    )
    values (
      p_user_id, kind, subscription_id, p_new, p_price_id, amount + discount, amount, discount, credit, currency,
      v_now, expires_at, v_code_id
    )
    returning o.id, o.token into v_order_id, order_token;
    exit when v_code_id is null or billing.reserve_promo(p_user_id, v_code_id, v_order_id);
    delete from billing.orders as o where o.id = v_order_id;
    delete from billing.promo_choices as h where h.user_id = p_user_id;
  end loop;
end
$$;
comment on function billing.open_order(bigint, bigint, bigint, boolean) is
  'Opens an order for a price on offer, for a subscription of this user (billing.subscription_of) or with p_new for an additional one. outcome: open, at_period_end (no order: see billing.schedule_change), no_such_price, switched_off, unknown_subscription, several_subscriptions, no_more_subscriptions, or what stands before it (app.closed_gate; before what is paid for and runs, only the blacklist); then the quote, see billing.quote, in minor units: due, what payment takes from the balance (below zero: adds to it), short_by, what the balance lacks, and until when it can be paid; reasons: of the discount, see billing.prices_for; code: the promo code that the user has chosen, null for none; if it is among the reasons, the order reserves a use of it, and it lowers code_renewals automatic renewals as well; renewal_amount: what automatic renewal would charge without that; ends_gift: whether a change of plan ends time that somebody else has paid, whose money goes back to him (null: no).';
