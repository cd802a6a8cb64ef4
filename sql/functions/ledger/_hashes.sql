-- Hashes the content of each transfer as one canonical text: kind, the transfer it reverses, legs in order of
-- account. `purchase|12:-14900,3:14900`, `reversal|77|3:-14900,12:14900` (accounts as numbers, in numeric order).
--
-- The legs are sorted once, for all transfers: `string_agg(... order by ...)` sorts for each.
create or replace function ledger._hashes(
  p_kind text,
  p_keys text[],
  p_of integer[],
  p_accounts bigint[],
  p_amounts bigint[],
  p_reverses bigint
) returns bytea[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hashes bytea[];
  v_unsound integer;
begin
  select
    array_agg(sha256(convert_to(concat_ws('|', p_kind, p_reverses, t.legs), 'UTF8')) order by t.n),
    min(t.n) filter (where t.unsound)
  into v_hashes, v_unsound
  from (
    select
      s.n,
      string_agg(s.account_id || ':' || s.amount, ',') as legs,
      not bool_and(s.times = 1 and s.account_id is not null and coalesce(s.amount <> 0, false)) as unsound
    from (
      select l.n, l.account_id, min(l.amount) as amount, count(*) as times
      from unnest(p_of, p_accounts, p_amounts) as l (n, account_id, amount)
      group by l.n, l.account_id
      order by l.n, l.account_id
    ) as s
    group by s.n
  ) as t;
  if v_unsound is not null or coalesce(cardinality(v_hashes), 0) <> cardinality(p_keys) then
    raise exception using
      errcode = 'TK004',
      message = format('transfer %L is malformed', coalesce(p_keys[v_unsound], p_keys[1])),
      detail = 'A transfer needs legs. Each leg names a different account and an amount that is not zero.',
      hint = 'Nothing was moved.';
  end if;
  return v_hashes;
end
$$;
comment on function ledger._hashes(text, text[], integer[], bigint[], bigint[], bigint) is
  'Returns the SHA-256 of the content of each transfer, in order of p_keys; arguments as for ledger._write. Raises TK004 for a transfer without legs, a leg without account or amount, or two legs on one account.';
