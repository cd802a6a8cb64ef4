-- A notice tells payers whose payment was booked but whose screen did not come: the bot died, the message was not in
-- the payer's private chat, or this release could not read the rest of the update.
create or replace function inbox._notify_payers(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event inbox.money_events;
  v_payment billing.payments;
  v_bought record;
  v_args jsonb;
  v_count integer := 0;
  v_buttons constant jsonb :=
    '[[{"text": "button-profile", "data": "go:profile"}, {"text": "button-close", "data": "close"}]]'::jsonb;
begin
  for v_event in
    select e.*
    from inbox.money_events as e
    where e.kind = 'payment' and e.told_at is null and e.closed_at < clock_timestamp() - interval '2 minutes'
    order by e.closed_at
    limit p_limit
    for no key update skip locked
  loop
    select p.* into v_payment
    from billing.payments as p
    where p.provider = v_event.provider and p.external_id = v_event.external_id;
    select b.* into v_bought from billing.bought_with(v_payment) as b;
    v_args := jsonb_build_object(
      'amount', jsonb_build_object('money', v_payment.amount, 'currency', v_payment.currency),
      'balance', jsonb_build_object(
        'money', billing.balance_of(v_payment.user_id, v_payment.currency), 'currency', v_payment.currency
      )
    );
    if v_bought.plan_title is not null then
      perform app.notify(
        v_payment.user_id,
        'cart-bought',
        v_args - 'amount' || jsonb_build_object(
          'plan', jsonb_build_object('text', v_bought.plan_title),
          'ends_at', jsonb_build_object('time', v_bought.ends_at)
        ),
        v_buttons
      );
    else
      perform app.notify(
        v_payment.user_id,
        case when v_payment.order_id is null then 'payment-credited-late' else 'payment-credited' end,
        v_args,
        v_buttons
      );
    end if;
    update inbox.money_events as e set told_at = clock_timestamp() where e.id = v_event.id;
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function inbox._notify_payers(integer) is
  'Takes the maximum number of payers to tell. Queues a notice for each payment that was booked at least two minutes ago and not told since; returns how many. Money in suspense is not announced, because its payer is unknown.';
