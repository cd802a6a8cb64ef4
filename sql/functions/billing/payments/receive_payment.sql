-- Money that has arrived is never refused. It is credited once per the provider's id: to its order when it
-- fits exactly (payer, provider, amount, currency, in time), else to the payer's balance, else to suspense.
-- What was waiting for it is bought then. A payer who is not looking at a screen is told by a notice.
--
-- The advisory lock, taken before all others, lets repeats of one charge wait for each other even when
-- the payer is unknown and there is no account of a user to lock.
create or replace function billing.receive_payment(
  p_user_id bigint,
  p_provider text,
  p_external_id text,
  p_order_token uuid,
  p_amount bigint,
  p_currency text,
  p_answered boolean default false,
  out outcome text,
  out amount bigint,
  out currency text,
  out balance bigint,
  out fulfilled_plan_title jsonb,
  out fulfilled_ends_at timestamptz,
  out renewed boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_known billing.payments;
  v_order_id bigint;
  v_for_order_id bigint;
  v_payment_id bigint;
  v_transfer_id bigint;
  v_bought_id bigint;
  v_actor text := format('provider:%s', p_provider);
begin
  renewed := false;
  perform pg_advisory_xact_lock(hashtextextended(format('payment:%s:%s', p_provider, p_external_id), 0));

  select p.* into v_known
  from billing.payments as p
  where p.provider = p_provider and p.external_id = p_external_id;
  if found then
    if (v_known.user_id, v_known.amount, v_known.currency) is distinct from (p_user_id, p_amount, p_currency) then
      perform app.record(
        v_actor, 'payment.repeated_otherwise', 'payment', v_known.id, to_jsonb(v_known),
        jsonb_build_object('user_id', p_user_id, 'amount', p_amount, 'currency', p_currency)
      );
    end if;
    outcome := 'repeated';
    amount := v_known.amount;
    currency := v_known.currency;
    balance := billing.balance_of(v_known.user_id, currency);
    select b.plan_title, b.ends_at, b.renewed into fulfilled_plan_title, fulfilled_ends_at, renewed
    from billing.bought_with(v_known) as b;
    return;
  end if;

  if p_user_id is not null then
    perform billing.lock_users(billing.parties_of(p_user_id));
    select o.id into v_order_id
    from billing.orders as o
    where o.token = p_order_token
      and o.user_id = p_user_id
      and o.kind = 'topup'
      and o.provider = p_provider
      and o.status = 'open'
      and o.expires_at > app.now()
      and o.amount = p_amount
      and o.currency = p_currency
    for no key update;
    -- What the money is for is known even where it comes late or differs.
    select o.for_order_id into v_for_order_id
    from billing.orders as o
    where o.token = p_order_token and o.user_id = p_user_id and o.kind = 'topup';
  end if;
  outcome := case
    when v_order_id is not null then 'credited'
    when p_user_id is not null then 'credited_without_order'
    else 'suspense'
  end;

  v_transfer_id := ledger.post(
    'topup',
    format('payment:%s:%s', p_provider, p_external_id),
    array[
      (ledger.account(null, format('clearing.%s', p_provider), p_currency), -p_amount)::ledger.leg,
      (
        ledger.account(p_user_id, case outcome when 'suspense' then 'suspense' else 'cash' end, p_currency),
        p_amount
      )::ledger.leg
    ],
    outcome
  );
  insert into billing.payments as p (
    provider, external_id, user_id, order_id, amount, currency, transfer_id, received_at
  )
  values (
    p_provider, p_external_id, p_user_id, v_order_id, p_amount, p_currency, v_transfer_id, app.now()
  )
  returning p.id into v_payment_id;

  update billing.orders as o
  set status = 'fulfilled', paid_at = app.now(), fulfilled_at = app.now()
  where o.id = v_order_id;
  if outcome = 'suspense' then
    insert into billing.suspense (payment_id, reason, created_at)
    values (v_payment_id, 'unknown payer', app.now());
  end if;
  perform app.record(
    v_actor, format('payment.%s', outcome), 'payment', v_payment_id, null,
    jsonb_build_object('user_id', p_user_id, 'order_id', v_order_id, 'amount', p_amount, 'currency', p_currency)
  );

  if p_user_id is not null then
    select m.fulfilled_order_id, m.renewed into v_bought_id, renewed
    from billing.apply_new_funds(p_user_id, p_answered, v_for_order_id) as m;
  end if;
  amount := p_amount;
  currency := p_currency;
  balance := billing.balance_of(p_user_id, p_currency);
  select billing.title_of(s.id, p.title), s.ends_at into fulfilled_plan_title, fulfilled_ends_at
  from billing.orders as o
  join billing.prices as r on r.id = o.price_id
  join billing.plans as p on p.id = r.plan_id
  join billing.subscriptions as s on s.id = o.subscription_id
  where o.id = v_bought_id;

  if p_user_id is not null and v_bought_id is null and not p_answered then
    perform app.notify(
      p_user_id,
      case outcome when 'credited' then 'payment-credited' else 'payment-credited-late' end,
      jsonb_build_object(
        'amount', jsonb_build_object('money', amount, 'currency', currency),
        'balance', jsonb_build_object('money', balance, 'currency', currency)
      ),
      '[[{"text": "button-profile", "data": "go:profile"}, {"text": "button-close", "data": "close"}]]'
    );
  end if;
end
$$;
comment on function billing.receive_payment(bigint, text, text, uuid, bigint, text, boolean) is
  'Books a charge that a provider reports as paid. p_user_id: the payer, null when not certain; p_external_id: the provider''s id of the charge; amounts in minor units; p_answered: a screen tells the payer what came of it, else a notice does. outcome: credited, repeated (booked before; amount and what it bought are those of then, balance and end those of now), credited_without_order or suspense; balance of the payer; what the money bought: fulfilled_plan_title and fulfilled_ends_at of an order that waited for it, renewed for a renewal.';
