-- The consumer puts the word foreign before the error of a gateway's Foreign.
create or replace function vpn.foreign_names() returns table (access_id bigint, error text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select a.id, l.last_error
  from outbox.lanes as l
  join vpn.access as a on a.id = case when l.lane ~ '^\d{1,18}$' then l.lane::bigint end
  where l.topic = 'vpn' and l.last_error ~ '^foreign: ';
end
$$;
comment on function vpn.foreign_names() is
  'Returns the accesses that wait for an operator because an account that is not ours has their key as its name, with the listener''s words.';
