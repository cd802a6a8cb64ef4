-- The bank gave the payer the money back, so it leaves the balance. By the owner's rule, what the payer had bought
-- with it ends; what nothing covers stays the shop's loss.
create or replace function billing.cover_dispute(p_dispute billing.disputes) returns billing.disputes
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule constant text := app.setting('dispute_ends_access') #>> '{}';
  v_actor constant text := 'owner:dispute_ends_access';
  v_dispute billing.disputes := p_dispute;
  v_user_id bigint;
  v_missing bigint := p_dispute.owed - p_dispute.covered - p_dispute.waived;
  v_ended bigint;
  v_cancelled boolean;
begin
  select coalesce(p.user_id, s.user_id) into v_user_id
  from billing.payments as p
  left join billing.suspense as s on s.payment_id = p.id
  where p.id = p_dispute.payment_id;
  if v_user_id is null or v_missing = 0 or p_dispute.status = 'won' then
    return p_dispute;
  end if;
  perform billing.take_gifts_back(v_user_id, p_dispute.loss_currency, v_missing, v_actor);
  if v_rule = 'when_opened' or v_rule = 'when_lost' and p_dispute.status = 'lost' then
    v_ended := billing.end_what_was_paid(
      v_user_id, p_dispute.loss_currency, v_missing, format('dispute:%s', p_dispute.id), v_actor, 'disputed'
    );
    select bool_or(c.outcome = 'cancelled') into v_cancelled
    from billing.subscriptions as s
    cross join lateral billing.cancel(v_user_id, v_actor, 'disputed', s.id) as c
    where s.user_id = v_user_id and s.status = 'active' and s.cancelled_at is null;
  end if;
  v_dispute := billing.cover_from_cash(p_dispute, v_user_id);
  v_missing := v_dispute.covered - p_dispute.covered;
  if v_missing > 0 or v_ended is not null or v_cancelled then
    perform billing.notify_operation(
      v_user_id, 'payout-disputed', null, v_missing, v_dispute.loss_currency, v_ended
    );
  end if;
  perform billing.give_up(v_user_id);
  return v_dispute;
end
$$;
comment on function billing.cover_dispute(billing.disputes) is
  'Takes what a payer owes for a dispute from the balance, as far as that and the payer''s unused gifts suffice, and tells the payer. If the setting dispute_ends_access says so, it first ends what the payer bought, and renewal with it. Returns the dispute. The caller holds the payer''s locks.';
