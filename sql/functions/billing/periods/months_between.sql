create or replace function billing.months_between(p_from timestamptz, p_to timestamptz) returns integer
language sql
immutable
as $$
  select (
    12 * (
      pg_catalog.date_part('year', p_to at time zone 'UTC') - pg_catalog.date_part('year', p_from at time zone 'UTC')
    )
    + pg_catalog.date_part('month', p_to at time zone 'UTC') - pg_catalog.date_part('month', p_from at time zone 'UTC')
  )::integer
$$;
comment on function billing.months_between(timestamptz, timestamptz) is
  'Returns by how many calendar months p_to is after p_from in UTC, ignoring days: from 31 January to 1 March it is two.';
