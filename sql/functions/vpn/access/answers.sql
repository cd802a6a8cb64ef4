-- If several answers concern one access, the newest counts.
create or replace function vpn.answers(p_lanes text[], p_results jsonb[]) returns vpn.answer[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answers vpn.answer[];
begin
  select array_agg(a::vpn.answer)
  into v_answers
  from (
    select distinct on (n.lane::bigint)
      n.lane::bigint as access_id,
      (n.result ->> 'generation')::bigint as generation,
      (n.result ->> 'present')::boolean as present,
      n.result ->> 'link' as link,
      (n.result ->> 'expires_at')::timestamptz as expires_at,
      (n.result ->> 'traffic_from')::timestamptz as traffic_from,
      coalesce(
        case when jsonb_typeof(n.result -> 'links') = 'array' and n.result -> 'links' <> '[]'
          then array(select l.link from jsonb_array_elements_text(n.result -> 'links') as l (link))
        end,
        case when n.result ->> 'link' is not null then array[n.result ->> 'link'] end
      ) as links,
      n.result ->> 'subscription_url' as subscription_url
    from unnest(p_lanes, p_results) as n (lane, result)
    order by n.lane::bigint, (n.result ->> 'generation')::bigint desc nulls first
  ) as a;
  if exists (select from unnest(v_answers) as a where num_nulls(a.generation, a.present) > 0) then
    raise exception using
      errcode = '22004', message = 'a panel answered without generation or presence',
      hint = 'The message is retried.';
  end if;
  return v_answers;
end
$$;
comment on function vpn.answers(text[], jsonb[]) is
  'Takes access ids and results as vpn.applied_batch does. Returns the panels'' answers, one for each access. Raises 22004.';
