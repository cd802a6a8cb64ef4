create or replace function billing.credit(
  p_user_id bigint,
  p_amount bigint,
  p_request uuid,
  p_actor text,
  p_reason text,
  p_tell boolean default true,
  p_bonus boolean default false
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_currency text := billing.currency_of(p_user_id);
  v_result jsonb := billing.begin_operation(
    p_request, 'credit', p_user_id,
    jsonb_build_object('amount', p_amount) || case when p_bonus then '{"bonus": true}'::jsonb else '{}' end, p_actor, p_reason
  );
  v_bought record;
begin
  if v_result is not null then
    return v_result;
  end if;
  perform billing.lock_users(billing.parties_of(p_user_id));
  if coalesce(p_amount, 0) <= 0 then
    return billing.end_operation(p_request, '{"outcome": "amount_out_of_range"}');
  elsif exists (select from app.users as u where u.id = p_user_id and u.deleted_at is not null) then
    return billing.end_operation(p_request, '{"outcome": "account_deleted"}');
  end if;

  perform ledger.post(
    'credit',
    format('request:%s', p_request),
    array[
      (ledger.account(null, 'promo_expense', v_currency), -p_amount)::ledger.leg,
      (ledger.account(p_user_id, case when p_bonus then 'bonus' else 'cash' end, v_currency), p_amount)::ledger.leg
    ],
    p_reason
  );
  -- The credit is told before the purchases it pays for, so that the messages come in that order.
  if p_tell then
    perform billing.notify_operation(p_user_id, 'credited-by-hand', p_reason, p_amount, v_currency);
  end if;
  select m.* into v_bought from billing.apply_new_funds(p_user_id) as m;

  return billing.end_operation(p_request, jsonb_strip_nulls(jsonb_build_object(
    'outcome', 'credited',
    'amount', p_amount,
    'currency', v_currency,
    'balance', billing.balance_of(p_user_id, v_currency),
    'fulfilled_order_id', v_bought.fulfilled_order_id,
    'renewed', v_bought.renewed
  )));
end
$$;
comment on function billing.credit(bigint, bigint, uuid, text, text, boolean, boolean) is
  'Gives a user p_amount (minor units of his currency) at the shop''s expense, with p_bonus as a bonus, which is spent before other money. Orders that wait for money are bought from it. outcome: credited (with the new balance, and what was bought), account_deleted (nobody could spend it) or amount_out_of_range. Raises TK010, TK061, TK062, see billing.begin_operation.';
