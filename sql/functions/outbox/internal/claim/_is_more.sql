-- Where a claim took as many lanes as there was room for, there may be more: the consumer claims again at once. Else it
-- sleeps until the next lane is due (outbox._open_destinations). A NOTIFY announces messages that are enqueued later.
create or replace function outbox._is_more(p_ids bigint[], p_rooms integer[], p_taken bigint[]) returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  for n in 1 .. cardinality(p_ids) loop
    if p_rooms[n] > 0 and p_rooms[n] = cardinality(array_positions(p_taken, p_ids[n])) then
      return true;
    end if;
  end loop;
  return false;
end
$$;
comment on function outbox._is_more(bigint[], integer[], bigint[]) is
  'Takes the destinations that a claim asked for lanes, the number of lanes each could give, and the destination of each lane that was taken. Whether one of them gave as many as it could.';
