-- A panel may give several links for one access. An access that moves is at two panels for a moment, and both work.
create or replace function vpn.links_of(p_subscription_id bigint) returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    (
      select array_agg(l.link order by a.id, l.n)
      from vpn.access as a
      cross join lateral unnest(
        case when cardinality(a.links) > 0 then a.links else array[a.link] end
      ) with ordinality as l (link, n)
      where a.subscription_id = p_subscription_id and a.state <> 'leaving' and a.link is not null
    ),
    '{}'
  );
end
$$;
comment on function vpn.links_of(bigint) is
  'Returns the share links of a subscription at all its panels, in the order of the panels; empty while no panel has confirmed it.';
