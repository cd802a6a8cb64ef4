-- A dispute may be reported before its payment is booked.
create or replace function billing.link_dispute(p_dispute billing.disputes) returns billing.disputes
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dispute billing.disputes := p_dispute;
  v_payment_id bigint;
  v_user_id bigint;
begin
  select p.id, coalesce(p.user_id, s.user_id) into v_payment_id, v_user_id
  from billing.payments as p
  left join billing.suspense as s on s.payment_id = p.id
  where p.provider = p_dispute.provider and p.external_id = coalesce(p_dispute.charge_id, p_dispute.external_id);
  if v_user_id is not null then
    perform billing.lock_users(billing.parties_of(v_user_id));
  end if;
  if p_dispute.payment_id is null and v_payment_id is not null then
    update billing.disputes as d
    set
      payment_id = v_payment_id,
      owed = case
        when d.taken_by is not null and d.returned_by is null
          then billing.owed_for(v_payment_id, d.loss, d.loss_currency)
        else d.owed
      end
    where d.id = p_dispute.id
    returning d.* into v_dispute;
    perform billing.recheck_rewards(v_payment_id);
  end if;
  return v_dispute;
end
$$;
comment on function billing.link_dispute(billing.disputes) is
  'Finds the payment of a dispute, and takes the payer''s locks; returns the dispute.';
