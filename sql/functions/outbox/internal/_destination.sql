-- A destination is there as soon as something is to go to it: a new panel needs nothing but its row in vpn.panels.
create or replace function outbox._destination(p_topic text, p_name text)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  select d.id into v_id from outbox.destinations as d where d.topic = p_topic and d.name = p_name;
  if not found then
    insert into outbox.destinations as d (topic, name)
    values (p_topic, p_name)
    on conflict (topic, name) do nothing
    returning d.id into v_id;
  end if;
  if v_id is null then  -- somebody else was faster, and has committed
    select d.id into v_id from outbox.destinations as d where d.topic = p_topic and d.name = p_name;
  end if;
  return v_id;
end
$$;
comment on function outbox._destination(text, text) is
  'Takes a topic and the name of one of its destinations, which is made if it is new; returns its id.';
