-- Money that has arrived is never refused. It is credited once per id of the provider: to its order if everything fits
-- (payer, provider, amount, currency, time), else to the payer's balance, else to suspense. Money of the same charge
-- that comes later is credited too, see billing.beyond_booked. Then what was waiting for it is bought. A notice tells
-- a payer who is not looking at the screen of the payment.
create or replace function billing.receive_payment(
  p_user_id bigint,
  p_provider text,
  p_external_id text,
  p_order_token uuid,
  p_amount bigint,
  p_currency text,
  p_answered boolean default false,
  p_fee bigint default null,
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
  v_invoice billing.invoices;
  v_credited record;
  v_order_id bigint;
  v_for_order_id bigint;
  v_renews_id bigint;
  v_payment_id bigint;
  v_transfer_id bigint;
  v_bought_id bigint;
  -- A fee that makes no sense is no reason to refuse the money.
  v_fee constant bigint := case when p_fee between 0 and p_amount then p_fee end;
begin
  renewed := false;
  perform billing.lock_charges(array[p_provider], array[p_external_id]);

  select p.* into v_known from billing.payments as p where p.provider = p_provider and p.external_id = p_external_id;
  if found then
    select r.*
    into outcome, amount, currency, balance, fulfilled_plan_title, fulfilled_ends_at, renewed
    from billing.receive_repeated(v_known, p_user_id, p_order_token, p_amount, p_currency, p_answered, p_fee) as r;
    return;
  end if;

  -- Nobody could spend what comes to the balance of a deleted account.
  if exists (select from app.users as u where u.id = p_user_id and u.deleted_at is not null) then
    p_user_id := null;
  end if;
  select i.* into v_invoice from billing.invoices as i where i.token = p_order_token and i.provider = p_provider;
  select c.* into v_credited from billing.credited_for(p_user_id, v_invoice, p_amount, p_currency) as c;
  if p_user_id is not null then
    perform billing.lock_users(billing.parties_of(p_user_id));
    select t.order_id, t.for_order_id into v_order_id, v_for_order_id
    from billing.topup_of_payment(
      p_user_id, p_provider, p_order_token, v_invoice, v_credited.amount, v_credited.currency
    ) as t;
  end if;
  v_renews_id := billing.renews(v_invoice);
  outcome := case
    when v_order_id is not null then 'credited'
    when p_user_id is not null then 'credited_without_order'
    else 'suspense'
  end;

  v_transfer_id := ledger.post(
    'topup',
    format('payment:%s:%s', p_provider, p_external_id),
    billing.provider_legs(p_provider, -p_amount, p_currency, -v_credited.amount, v_credited.currency)
    || (
      ledger.account(p_user_id, case outcome when 'suspense' then 'suspense' else 'cash' end, v_credited.currency),
      v_credited.amount
    )::ledger.leg,
    outcome
  );
  insert into billing.payments as p (
    provider, external_id, user_id, order_id, amount, currency, transfer_id, received_at, invoice_id, gross,
    gross_currency, fee
  )
  values (
    p_provider, p_external_id, p_user_id, v_order_id, v_credited.amount, v_credited.currency, v_transfer_id, app.now(),
    v_invoice.id, p_amount, p_currency, v_fee
  )
  returning p.id into v_payment_id;
  perform billing.settle_invoice(v_invoice.id, p_user_id);
  if v_invoice.monthly and v_invoice.user_id = p_user_id then
    perform billing.keep_subscription(v_invoice);
  end if;
  perform billing.book_fee(p_provider, p_external_id, v_fee, p_currency);

  update billing.orders as o
  set status = 'fulfilled', paid_at = app.now(), fulfilled_at = app.now()
  where o.id = v_order_id;
  if outcome = 'suspense' then
    insert into billing.suspense (payment_id, reason, created_at) values (v_payment_id, 'unknown payer', app.now());
  end if;
  perform app.record(
    format('provider:%s', p_provider), format('payment.%s', outcome), 'payment', v_payment_id, null,
    jsonb_build_object(
      'user_id', p_user_id, 'order_id', v_order_id, 'amount', v_credited.amount, 'currency', v_credited.currency
    )
  );

  if p_user_id is not null then
    perform billing.reward_safely(v_payment_id, p_user_id);
    select m.fulfilled_order_id, m.renewed into v_bought_id, renewed
    from billing.apply_new_funds(p_user_id, p_answered, v_for_order_id, v_renews_id) as m;
  end if;
  amount := v_credited.amount;
  currency := v_credited.currency;
  balance := billing.balance_of(p_user_id, currency);
  select b.plan_title, b.ends_at into fulfilled_plan_title, fulfilled_ends_at
  from billing.bought_by(v_bought_id) as b;

  -- The notice of the renewal tells of the charge as well.
  if p_user_id is not null and v_bought_id is null and not p_answered and not (renewed and v_renews_id is not null) then
    perform billing.notify_credited(
      p_user_id, v_invoice.order_id, outcome = 'credited' or v_renews_id is not null, amount, currency
    );
  end if;
end
$$;
comment on function billing.receive_payment(bigint, text, text, uuid, bigint, text, boolean, bigint) is
  'Books a charge that a provider reports as paid. p_user_id: the payer, null if not certain (as is one who deleted his account); p_external_id: the provider''s id of the charge; p_order_token: that of the top-up or of its invoice; p_amount: what was paid, minor units of p_currency; p_fee: what the provider kept of it, null if it did not say; p_answered: a screen tells the payer the result, else a notice does. outcome: credited, repeated (booked before: amount is what was credited and what was bought is as it was then, balance and end are as they are now), credited_without_order or suspense; balance of the payer; what the money bought: fulfilled_plan_title and fulfilled_ends_at of an order that waited for it, renewed for a renewal.';
