-- The batch form of ledger.post, for jobs.
create or replace function ledger.post_batch(
  p_kind text, p_keys text[], p_debits bigint[], p_credits bigint[], p_amounts bigint[],
  p_of integer[] default null
) returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[] := array[]::bigint[];
begin
  if 0 >= any (p_amounts) then
    raise exception using
      errcode = 'TK004',
      message = 'an amount is not positive',
      hint = 'The debited account comes first; amounts are positive. Nothing was moved.';
  end if;

  if p_of is not null then
    select ledger._write(p_kind, p_keys, array_agg(l.n), array_agg(l.account_id), array_agg(l.amount))
    into v_ids
    from (
      select t.n, leg.account_id, sum(leg.amount)::bigint as amount
      from unnest(p_of, p_debits, p_credits, p_amounts) as t (n, debit, credit, amount)
      cross join lateral (values (t.debit, -t.amount), (t.credit, t.amount)) as leg (account_id, amount)
      group by t.n, leg.account_id
      order by t.n
    ) as l;
  elsif cardinality(p_keys) > 0 then
    select ledger._write(p_kind, p_keys, array_agg(l.n), array_agg(l.account_id), array_agg(l.amount))
    into v_ids
    from (
      select t.n::integer, leg.account_id, leg.amount
      from unnest(p_keys, p_debits, p_credits, p_amounts)
        with ordinality as t (key, debit, credit, amount, n)
      cross join lateral (values (t.debit, -t.amount), (t.credit, t.amount)) as leg (account_id, amount)
    ) as l;
  end if;
  return v_ids;
end
$$;
comment on function ledger.post_batch(text, text[], bigint[], bigint[], bigint[], integer[]) is
  'Writes many transfers at once: p_amounts (minor units, positive) move from p_debits to p_credits. p_of: the position in p_keys of the transfer to which each movement belongs, for transfers with several movements; null: one movement each. Several transfers may touch one account; they apply in the order given. Returns their ids in that order. All or none: raises as ledger.post, and TK004 also for a key that occurs twice.';
