-- An update from outside is stored and put into its lane before it is answered; the commit of this call is
-- what a 2xx promises.
create or replace function inbox.receive(p_source text, p_external_id text, p_lane text, p_body jsonb)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  insert into inbox.updates (source, external_id, lane, body)
  values (p_source, p_external_id, p_lane, p_body)
  on conflict (source, external_id) do nothing
  returning id into v_id;
  if v_id is null then
    return false;
  end if;
  perform outbox.enqueue('inbox.update', p_lane, jsonb_build_object('update_id', v_id));
  return true;
end
$$;
comment on function inbox.receive(text, text, text, jsonb) is
  'Takes the source, its id of the update, the lane whose order is kept, and the raw update. Returns whether it is new; a repeated one is the same update and changes nothing.';
