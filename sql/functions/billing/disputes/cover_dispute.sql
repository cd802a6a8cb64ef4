-- The bank gave the payer the money back, so it leaves the balance. By the owner's rule, what the payer had bought
-- before ends; what nothing covers stays the shop's loss. What he pays or buys later is his (billing.cover_by_hand).
create or replace function billing.cover_dispute(p_dispute billing.disputes, p_first boolean)
returns billing.disputes
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule constant text := app.setting('dispute_ends_access') #>> '{}';
  v_actor constant text := 'owner:dispute_ends_access';
  v_currency constant text := p_dispute.loss_currency::text;
  v_dispute billing.disputes := p_dispute;
  v_user_id bigint;
  v_until timestamptz;
  v_missing bigint := p_dispute.owed - p_dispute.covered - p_dispute.waived;
  v_kept bigint := 0::bigint;
  v_ended bigint;
  v_cancelled boolean;
begin
  -- A dispute may be reported before its payment is booked, and buys something.
  select coalesce(p.user_id, s.user_id), greatest(p_dispute.opened_at, p.received_at) into v_user_id, v_until
  from billing.payments as p
  left join billing.suspense as s on s.payment_id = p.id
  where p.id = p_dispute.payment_id;
  if v_user_id is null or v_missing = 0 or p_dispute.status = 'won' then
    return p_dispute;
  end if;
  if p_first then
    perform billing.take_gifts_back(v_user_id, v_currency, v_missing, v_actor, p_until => v_until);
  else
    v_kept := billing.cash_of(v_user_id, v_currency);
  end if;
  if v_rule = 'when_opened' or v_rule = 'when_lost' and p_dispute.status = 'lost' then
    v_ended := billing.end_what_was_paid(
      v_user_id, v_currency, v_kept + v_missing, format('dispute:%s', p_dispute.id), v_actor, 'disputed',
      p_until => v_until
    );
    v_cancelled := billing.cancel_bought_by(v_user_id, v_until, v_actor, 'disputed');
  end if;
  v_dispute := billing.cover_from_cash(p_dispute, v_user_id, v_kept);
  v_missing := v_dispute.covered - p_dispute.covered;
  if v_missing > 0 or v_ended is not null or v_cancelled then
    perform billing.notify_operation(v_user_id, 'payout-disputed', null, v_missing, v_currency, v_ended);
  end if;
  perform billing.give_up(v_user_id);
  return v_dispute;
end
$$;
comment on function billing.cover_dispute(billing.disputes, boolean) is
  'Takes what a payer owes for a dispute from what the payer had bought before it was opened, if the setting dispute_ends_access says so now (renewal is cancelled with it), and tells the payer. p_first: when the money was just taken; then also from the balance and the payer''s unused gifts, as far as these suffice. Returns the dispute. The caller holds the payer''s locks.';
