-- A wrong charge is refunded together with the time that it paid for, which ledger.reverse does not know.
create or replace function billing.reverse_charge(
  p_transfer_id bigint,
  p_request uuid,
  p_actor text,
  p_reason text,
  p_tell boolean default true
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_period billing.periods;
begin
  select p.* into v_period from billing.periods as p where p.transfer_id = p_transfer_id;
  if not found then
    return '{"outcome": "no_such_charge"}'::jsonb;
  end if;
  return billing.refund(
    v_period.subscription_id, v_period.number, null, 'balance', p_request, p_actor, p_reason, p_tell
  );
end
$$;
comment on function billing.reverse_charge(bigint, uuid, text, text, boolean) is
  'Takes back a charge, named by its transfer (ops.statement): what is left of it goes to the balance and its time ends, see billing.refund, whose result this returns. outcome no_such_charge: it paid for no period. Raises TK061, TK062, see billing.begin_operation.';
