-- One line without a `set` clause, so that PostgreSQL inlines it and billing.offers stays one query.
create or replace function billing.period_days(p_count integer, p_unit text) returns integer
language sql
immutable
as $$ select p_count * case p_unit when 'month' then 30 when 'day' then 1 end $$;
comment on function billing.period_days(integer, text) is
  'Returns the length of a period in days, for comparing prices: a month counts 30.';
