-- The only entry point for a single movement of money. ledger.post_batch and ledger.reverse write through the same
-- function.
create or replace function ledger.post(
  p_kind text, p_idempotency_key text, p_legs ledger.leg[], p_reason text default null
) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select (
      ledger._write(
        p_kind,
        array[p_idempotency_key],
        array_agg(1),
        array_agg(l.account_id order by l.n),
        array_agg(l.amount order by l.n),
        p_reason
      )
    )[1]
    from unnest(p_legs) with ordinality as l (account_id, amount, n)
  );
end
$$;
comment on function ledger.post(text, text, ledger.leg[], text) is
  'Moves money: legs (account, minor units) that sum to zero per currency, on different accounts. Returns the transfer''s id; the same key with the same content returns the first one. Raises TK002 insufficient funds, TK003 key used with other content, TK004 malformed or unbalanced, TK006 unknown account.';
