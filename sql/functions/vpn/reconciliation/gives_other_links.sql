-- What differs between two readings varies by itself. So a link counts as new if both readings have it, and as gone if
-- neither has it. A panel shows links of other protocols as well, whose secrets it may change: only those with the uuid
-- are compared.
create or replace function vpn.gives_other_links(p_access_id bigint, p_first jsonb, p_second jsonb) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first constant jsonb := case when jsonb_typeof(p_first) = 'array' then p_first else '[]' end;
  v_second constant jsonb := case when jsonb_typeof(p_second) = 'array' then p_second else '[]' end;
begin
  return (
    with had as (
      select vpn.link_target(l.link) as target, l.link ~ a.uuid::text as is_his
      from vpn.access as a
      cross join lateral unnest(a.links) as l (link)
      where a.id = p_access_id
    ),
    first as (
      select vpn.link_target(l.link) as target
      from vpn.access as a
      join jsonb_array_elements_text(v_first) as l (link) on l.link ~ a.uuid::text
      where a.id = p_access_id
    ),
    second as (
      select vpn.link_target(l.link) as target
      from vpn.access as a
      join jsonb_array_elements_text(v_second) as l (link) on l.link ~ a.uuid::text
      where a.id = p_access_id
    )
    select case
      when exists (select from first) and exists (select from second) then
        exists (
          select h.target from had as h where h.is_his
          except
          (select f.target from first as f union select s.target from second as s)
        )
        or exists (
          (select f.target from first as f intersect select s.target from second as s)
          except
          select h.target from had as h
        )
    end
  );
end
$$;
comment on function vpn.gives_other_links(bigint, jsonb, jsonb) is
  'Takes an access and its links as its panel gave them twice in a row, arrays of texts. Whether they lead elsewhere than those that its user has; null when the panel gave none.';
