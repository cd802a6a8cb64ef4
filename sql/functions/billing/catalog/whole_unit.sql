create or replace function billing.whole_unit(p_currency text) returns bigint
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when p_currency in (
      'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF',
      'XTR', 'XTS'
    ) then 1::bigint
    when p_currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000::bigint
    else 100::bigint
  end;
end
$$;
comment on function billing.whole_unit(text) is
  'Returns the minor units of one whole unit of a currency: 100 for RUB, 1 for JPY.';
