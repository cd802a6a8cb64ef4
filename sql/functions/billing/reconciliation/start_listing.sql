create or replace function billing.start_listing(
  p_provider text, p_from timestamptz, p_to timestamptz, p_actor text
) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  insert into billing.listings as l (provider, from_at, to_at, day, actor, started_at)
  values (p_provider, p_from, p_to, p_from, p_actor, app.now())
  on conflict (provider) where finished_at is null do nothing
  returning l.id into v_id;
  if found then
    perform billing.read_on(p_provider, v_id);
  end if;
  return v_id;
end
$$;
comment on function billing.start_listing(text, timestamptz, timestamptz, text) is
  'Starts reading a provider''s own list from p_from to p_to (UTC). Returns the id in billing.listings, null if one is being read.';
