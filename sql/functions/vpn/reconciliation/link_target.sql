-- 3x-ui draws sni and short id anew at each call, and others do so where a host has several; names of links may tell
-- what is left.
create or replace function vpn.link_target(p_link text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select split_part(split_part(p_link, '#', 1), '?', 1) || coalesce(
    (
      select string_agg('&' || q.part, '' order by q.part)
      from regexp_split_to_table(split_part(split_part(p_link, '#', 1), '?', 2), '&') as q (part)
      where q.part !~ '^(sni|host|sid|spx)=' and q.part <> ''
    ),
    ''
  )
$$;
comment on function vpn.link_target(text) is
  'Returns where a share link leads and by which keys, without its name and what panels draw anew at each call (sni, host, sid, spx).';
