-- The error of a lane begins with the word that the consumer puts before a gateway's Foreign.
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
  'Returns the accesses whose key is the name of an account that is not ours, so that they wait for an operator, with the listener''s words.';
