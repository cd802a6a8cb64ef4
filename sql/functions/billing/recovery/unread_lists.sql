-- One reading has to span the whole gap: a later one, of the last hour, says nothing about the time before.
create or replace function billing.unread_lists(p_from timestamptz, p_until timestamptz) returns setof text
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
      where l.provider = p.name
        and l.finished_at is not null
        and l.error is null
        and l.from_at <= p_from
        and l.to_at >= p_until
    )
  order by 1
$$;
comment on function billing.unread_lists(timestamptz, timestamptz) is
  'The providers that have a list which was not read from p_from to p_until (UTC).';
