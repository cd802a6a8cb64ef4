-- Once a dispute is lost, what it took is not there to be given to a payer who might still be found, or to be sent: the
-- payer has it. So it waits no longer, and it is not the shop's loss either. Where a bank took a part only, or in
-- another currency than was paid, a person has to look.
create or replace function billing.end_suspense(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lost record;
  v_count integer := 0;
begin
  for v_lost in
    select d.id, d.payment_id, d.provider, p.external_id, d.loss_currency::text as currency
    from billing.suspense as s
    join billing.disputes as d on d.payment_id = s.payment_id
    join billing.payments as p on p.id = s.payment_id
    where s.resolved_at is null
      and d.status = 'lost'
      and d.taken_by is not null
      and d.returned_by is null
      and (d.loss, d.loss_currency) = (p.amount, p.currency)
    order by d.id
    limit p_limit
  loop
    perform billing.lock_charges(array[v_lost.provider], array[v_lost.external_id]);
    perform billing.resolve_suspense(
      v_lost.payment_id, null, ledger.account(null, 'losses', v_lost.currency), 'return',
      format('provider:%s', v_lost.provider), 'its dispute was lost', d.id
    )
    from billing.disputes as d
    where d.id = v_lost.id and d.returned_by is null;
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function billing.end_suspense(integer) is
  'Ends up to p_limit payments in suspense that their payers'' banks have taken back whole, by a dispute that was lost: they cover the shop''s loss. Returns how many.';
