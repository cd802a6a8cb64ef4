-- An operator found the payer of money in suspense. From now on it counts as if that user had paid it in. What his bank
-- has taken back of it meanwhile he has already, and it buys nothing here.
create or replace function billing.assign_suspense(
  p_payment_id bigint,
  p_user_id bigint,
  p_actor text,
  p_reason text
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payment billing.payments;
  v_credited record;
begin
  if not exists (select from app.users as u where u.id = p_user_id) then
    raise exception using
      errcode = 'TK010',
      message = format('unknown user %s', p_user_id),
      hint = 'ops.find_user() finds users by their Telegram id.';
  end if;
  select p.* into v_payment
  from billing.payments as p
  join billing.suspense as s on s.payment_id = p.id
  where p.id = p_payment_id;
  if not found then
    return 'unknown';
  end if;
  perform billing.lock_charges(array[v_payment.provider], array[v_payment.external_id]);
  perform billing.lock_users(billing.parties_of(p_user_id));
  if exists (select from app.users as u where u.id = p_user_id and u.deleted_at is not null) then
    return 'account_deleted';
  elsif not billing.resolve_suspense(
    p_payment_id, p_user_id, ledger.account(p_user_id, 'cash', v_payment.currency), 'assignment', p_actor, p_reason
  ) then
    return 'already_resolved';
  end if;

  perform billing.reward_safely(p_payment_id, p_user_id);
  v_payment.amount := v_payment.amount - billing.cover_assigned(p_payment_id);
  if v_payment.amount > 0 then
    select e.* into v_credited from billing.exchange_assigned(p_user_id, v_payment) as e;
    perform billing.notify_operation(p_user_id, 'payment-found', null, v_credited.amount, v_credited.currency);
    perform billing.apply_new_funds(p_user_id);
  end if;
  return 'assigned';
end
$$;
comment on function billing.assign_suspense(bigint, bigint, text, text) is
  'Moves a payment from suspense to the balance of the user who made it, less what his bank has taken back (billing.cover_assigned), buys what waits for the money, and tells the user. Returns assigned, already_resolved, account_deleted (nobody could spend it: billing.return_suspense) or unknown (not in suspense). Raises TK010 for an unknown user, TK061 without a reason.';
