create or replace function billing.unread_lists(p_until timestamptz) returns setof text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p.name
  from billing.providers as p
  where 'list' = any (p.can)
    and not exists (
      select
      from billing.listings as l
      where l.provider = p.name and l.finished_at is not null and l.error is null and l.to_at >= p_until
    )
  order by 1
$$;
comment on function billing.unread_lists(timestamptz) is
  'The providers that have a list which was not read up to p_until (UTC).';
