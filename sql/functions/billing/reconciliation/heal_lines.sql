-- The usual functions book what a provider's list shows and our books lack. For money of an invoice of ours, the shop
-- asks the provider first; if the answer did not bring it, the money is booked as listed soon after
-- (billing.compare_listing). A person looks at what still differs then (ops.reconciliation). Charges and users are
-- locked in one order before anything is booked.
create or replace function billing.heal_lines(p_provider text, p_line_ids text[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lines billing.provider_transactions[];
  v_line billing.provider_transactions;
begin
  v_lines := array(
    select l
    from billing.provider_transactions as l
    where l.provider = p_provider and l.line_id = any (p_line_ids)
      and (l.amount <> 0 or l.kind = 'payout')
    order by l.charge_id, l.id
  );
  perform billing.lock_charges(array_agg(p_provider), array_agg(l.charge_id)) from unnest(v_lines) as l;
  perform billing.lock_users(array(
    select u.user_id
    from unnest(v_lines) as l
    left join billing.payments as p on p.provider = l.provider and p.external_id = l.charge_id
    left join billing.suspense as s on s.payment_id = p.id
    left join billing.withdrawals as w on l.kind = 'payout' and format('withdrawal-%s', w.token) = l.key
    cross join lateral unnest(billing.parties_of(coalesce(
      w.user_id, p.user_id, s.user_id, (billing.invoice_of(l.provider, l.external_id, l.key)).user_id
    ))) as u (user_id)
    where u.user_id is not null
    group by u.user_id
  ));
  foreach v_line in array v_lines loop
    case v_line.kind
      when 'payment' then
        perform billing.heal_payment(v_line);
      when 'refund' then
        perform billing.heal_refund(v_line);
      when 'dispute' then
        perform billing.heal_dispute(v_line);
      when 'payout' then
        perform billing.heal_payout(v_line);
      when 'fee' then
        perform billing.heal_fee(v_line.provider, v_line.line_id, -v_line.amount, v_line.currency);
      else
        -- Transfers to the shop's bank and unknown lines are only kept.
        null;
    end case;
  end loop;
end
$$;
comment on function billing.heal_lines(text, text[]) is
  'Books what lines of a provider''s list (by line_id) report and our books lack, or asks the provider about it.';
