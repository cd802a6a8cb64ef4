create or replace function support.close(p_ticket_id bigint, p_by text, p_actor text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
begin
  update support.tickets as t
  set closed_at = app.now(), closed_by = p_by, waits_since = null, changed_at = app.now()
  where t.id = p_ticket_id and t.closed_at is null
  returning t.user_id into v_user_id;
  if not found then
    return 'already_closed';
  end if;
  perform app.record(p_actor, 'ticket.closed', 'ticket', p_ticket_id, null, null);
  if p_by = 'support' then
    perform support.post_to_user(v_user_id, jsonb_build_object('post', 'closed', 'ticket', p_ticket_id));
  end if;
  perform support.post(jsonb_build_object('post', 'closed', 'ticket', p_ticket_id));
  return 'closed';
end
$$;
comment on function support.close(bigint, text, text) is
  'Closes a ticket. p_by: user or support; p_actor: as in app.audit. Support is told, and the user if it was not him. closed, or already_closed.';
