-- Handles a call of ledger._write in which some keys, or the reversal of the transfer, exist already.
create or replace function ledger._repeated(
  p_keys text[], p_hashes bytea[], p_inserted bigint[], p_reverses bigint, out ids bigint[], out new boolean[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_other text;
  v_missing boolean;
  v_distinct bigint;
begin
  select
    array_agg(t.id order by k.n),
    array_agg(coalesce(t.id = any (p_inserted), false) order by k.n),
    min(k.key) filter (where t.content_hash <> k.hash),
    bool_or(t.id is null),
    count(distinct k.key)
  into ids, new, v_other, v_missing, v_distinct
  from unnest(p_keys, p_hashes) with ordinality as k (key, hash, n)
  left join ledger.transfers as t on t.idempotency_key = k.key;

  if v_other is not null then
    raise exception using
      errcode = 'TK003',
      message = format('key %L was used for another transfer', v_other),
      detail = 'Kind, legs or reversed transfer differ from what was posted under this key.',
      hint = 'A key names one cause. Nothing was moved.';
  elsif v_missing then
    raise exception using
      errcode = 'TK005',
      message = format('transfer %s is already reversed', p_reverses),
      hint = 'select id from ledger.transfers where reverses = ' || p_reverses;
  elsif v_distinct < cardinality(p_keys) then
    raise exception using
      errcode = 'TK004',
      message = 'a key occurs twice in one batch',
      hint = 'Nothing was moved.';
  end if;
end
$$;
comment on function ledger._repeated(text[], bytea[], bigint[], bigint) is
  'Returns the ids of the transfers p_keys, and which of them are in p_inserted and still lack their entries. Raises TK003 for a key with a hash other than in p_hashes, TK004 for a key that occurs twice, TK005 when p_reverses was reversed under another key.';
