-- Finds our refund by the provider's id or by our key. One that was made in the provider's cabinet has neither, so its
-- amount identifies it. Once it came back it has the id as well, so that a repeated hint takes no other refund.
create or replace function billing.refund_checked(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_payment_id constant bigint := (p_payload ->> 'payment_id')::bigint;
  v_external_id constant text := p_payload ->> 'refund_external_id';
  v_refund_id bigint;
begin
  if p_result ->> 'status' is distinct from 'failed' then
    return;
  end if;
  select r.id into v_refund_id
  from billing.refunds as r
  cross join lateral billing.gross_of_refund(r) as g
  where r.payment_id = v_payment_id
    and r.status = 'done'
    and (
      r.external_id = v_external_id
      or r.cause = p_payload ->> 'key'
      or r.external_id is null
      and starts_with(r.cause, 'outside:')
      and (g.amount, g.currency) = ((p_result ->> 'amount')::bigint, p_result ->> 'currency')
      and not exists (
        select
        from billing.refunds as known
        where known.payment_id = v_payment_id and known.external_id = v_external_id
      )
    )
  order by r.external_id is null, r.id desc
  limit 1;
  if found then
    perform billing.return_payout(
      v_refund_id, 'provider', coalesce(p_result ->> 'reason', 'it came back'), v_external_id
    );
  end if;
end
$$;
comment on function billing.refund_checked(text, jsonb, jsonb) is
  'Done hook of payment.check_refund. p_payload: {"payment_id", "key", "refund_external_id"}; p_result: {"status", "amount": minor units of "currency", "reason"}. A failed refund came back, see billing.return_payout.';
