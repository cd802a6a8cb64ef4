-- What a provider pays is settled by its answer or its list; a tap of a person must not contradict them. Where neither
-- comes, an operator decides with a proof (ops.settle_withdrawal).
create or replace function billing.settle_by_hand(
  p_id bigint, p_outcome text, p_actor text, p_reason text, p_proof text
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select
    from billing.withdrawals as w
    join billing.withdrawal_ways as y on y.name = w.way
    where w.id = p_id and y.provider is not null
  ) then
    return 'by_provider';
  end if;
  return billing.settle_withdrawal(p_id, p_outcome, p_actor, p_reason, p_proof);
end
$$;
comment on function billing.settle_by_hand(bigint, text, text, text, text) is
  'Settles a withdrawal that a person sends, see billing.settle_withdrawal, or returns by_provider.';
