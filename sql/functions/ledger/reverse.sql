-- Money is never corrected by changing what was written: the mistake stays, and so does its correction. Money that a
-- period, payment or refund names must not be reversed here: the period would run on although its money was given
-- back, and a refund would give it back a second time.
create or replace function ledger.reverse(p_transfer_id bigint, p_idempotency_key text, p_reason text)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_of integer[];
  v_accounts bigint[];
  v_amounts bigint[];
  v_purpose text := billing.purpose_of(p_transfer_id);
begin
  select array_agg(1), array_agg(e.account_id), array_agg(-e.amount)
  into v_of, v_accounts, v_amounts
  from ledger.entries as e
  where e.transfer_id = p_transfer_id;
  if v_of is null then
    raise exception using
      errcode = 'TK006',
      message = format('no transfer %s', p_transfer_id);
  end if;
  if v_purpose is not null and not exists (select from ledger.transfers as t where t.reverses = p_transfer_id) then
    raise exception using
      errcode = 'TK008',
      message = format('transfer %s is the money of %s', p_transfer_id, v_purpose),
      hint = 'ops.reverse_charge() takes back a charge and the time that it paid for, ops.payout() sends a payment back, and ops.debit() takes what a provider took back.';
  end if;

  return (
    ledger._write(
      'reversal', array[p_idempotency_key], v_of, v_accounts, v_amounts, p_reason, p_transfer_id
    )
  )[1];
end
$$;
comment on function ledger.reverse(bigint, text, text) is
  'Reverses a transfer by a new one with opposite legs that names it; the original stays. Returns the id of the new transfer; the same key returns the first reversal. Raises TK005 when the transfer was reversed under another key, TK002 when the money is no longer there, TK006 for an unknown transfer, TK008 for the money of a period, payment or refund.';
