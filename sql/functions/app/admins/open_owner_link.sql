-- A handler may run twice: who has become an owner by a link is told the same again. Codes have 192 bits, so that
-- guessing needs no limit.
create or replace function app.open_owner_link(p_user_id bigint, p_code text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_link app.owner_links;
begin
  select l.* into v_link
  from app.owner_links as l
  where l.code_hash = billing.gift_code_hash(p_code)
  for update;
  if v_link.used_by is null and v_link.expires_at > app.now() then
    update app.owner_links as l
    set used_at = app.now(), used_by = p_user_id
    where l.id = v_link.id;
    perform app.record(format('user:%s', p_user_id), 'owner_link.used', 'owner_link', v_link.id, null, null);
    perform app.set_role(p_user_id, 'owner');
    perform app.notify(p_user_id, 'owner-made', '{}', '[[{"text": "button-close", "data": "close"}]]', 'owner-made');
  elsif v_link.used_by is distinct from p_user_id then
    perform app.notify(p_user_id, 'owner-link-over', '{}', '[[{"text": "button-close", "data": "close"}]]', 'owner-link-over');
  end if;
end
$$;
comment on function app.open_owner_link(bigint, text) is
  'Takes a user and the code of the link that he opened. Makes him an owner if the link can still be opened (app.owner_links), and tells him; for any other code tells him that the link is over.';
