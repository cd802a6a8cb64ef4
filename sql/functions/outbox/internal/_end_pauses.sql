-- A pause until a time of a clock that was ahead would last for hours. Nothing distinguishes it from one that Telegram
-- or a panel asked for just now, so all of them end: whoever still wants to be left alone says so again. A pause by an
-- operator has no end.
create or replace function outbox._end_pauses() returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer;
begin
  update outbox.destinations as d
  set paused_until = null
  from (
    select o.id
    from outbox.destinations as o
    where o.paused_until > clock_timestamp() and o.paused_until < 'infinity'
    order by o.id
    for no key update of o
  ) as paused
  where d.id = paused.id;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function outbox._end_pauses() is
  'Ends every pause of a destination that has an end. Call it when the clock was set back. Returns how many there were.';
