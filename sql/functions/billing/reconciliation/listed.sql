-- A page has arrived: its lines are kept, what they tell is booked, and the next page is requested.
create or replace function billing.listed(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_listing billing.listings;
  v_cursor constant text := p_result ->> 'cursor';
  v_new integer;
  v_day timestamptz;
begin
  select l.* into v_listing
  from billing.listings as l
  where l.id = (p_payload ->> 'listing_id')::bigint and l.finished_at is null
  for no key update;
  if not found then
    return;
  end if;
  v_new := billing.keep_lines(v_listing.provider, p_result -> 'lines');
  perform billing.heal_lines(v_listing.provider, array(select l.value ->> 'line_id' from jsonb_array_elements(p_result -> 'lines') as l));

  v_day := v_listing.day + case when v_cursor is null then interval '24 hours' else interval '0' end;
  update billing.listings as l
  set day = v_day, cursor = v_cursor, pages = l.pages + 1, lines = l.lines + v_new
  where l.id = v_listing.id;
  if v_cursor = v_listing.cursor then
    perform billing.finish_listing(v_listing, format('the list does not go on after %s', v_cursor));
  elsif v_day >= v_listing.to_at then
    perform billing.finish_listing(v_listing, null);
  else
    perform billing.read_on(v_listing.provider, v_listing.id);
  end if;
end
$$;
comment on function billing.listed(text, jsonb, jsonb) is
  'Done hook of payment.list. p_payload: {"listing_id"}; p_result: {"lines": [as billing.keep_lines takes them], "cursor": of the next page, null after the last of the day}.';
