-- A logical replica does not replicate sequences, so after a switch to one they lag behind the ids in use, and a new
-- message would get the id of an old one. This function advances the sequences and makes lanes read from their
-- beginning.
create or replace function outbox._fix_ids()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
  v_token bigint;
  v_count integer;
begin
  select greatest(
    (select max(greatest(l.done_to, l.claimed_to)) from outbox.lanes as l),
    (select max(d.id) from outbox.dead_letters as d),
    (select max(m.id) from outbox.messages as m)
  ), (select max(l.token) from outbox.lanes as l)
  into v_id, v_token;
  if v_token > (select s.last_value from outbox.tokens as s) then
    perform setval('outbox.tokens', v_token);
  end if;
  if v_id > (select s.last_value from outbox.message_ids as s) then
    perform setval('outbox.message_ids', v_id);
  end if;

  update outbox.lanes as l
  set done_to = 0
  where l.token is null
    and l.done_to > 0
    and exists (select from outbox.messages as m where m.topic = l.topic and m.lane = l.lane and m.priority = l.priority and m.id <= l.done_to);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function outbox._fix_ids() is
  'Advances the sequences of messages and leases to the highest values in use, and uncovers messages whose ids are too low. Returns the number of lanes that had such messages.';
