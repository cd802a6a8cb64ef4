-- A destination is created with the first message for it: a new panel needs only its row in vpn.panels.
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
  if v_id is null then  -- a concurrent transaction has inserted and committed it
    select d.id into v_id from outbox.destinations as d where d.topic = p_topic and d.name = p_name;
  end if;
  return v_id;
end
$$;
comment on function outbox._destination(text, text) is
  'Takes a topic and the name of one of its destinations. Creates the destination if it is new; returns its id.';
