create or replace function support.shown_closed(p_ticket support.tickets, p_to_user boolean) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_to_user then
    return jsonb_build_object(
      'text', 'support-closed',
      'args', jsonb_build_object('ticket', p_ticket.id, 'hours', app.setting('ticket_reopen_hours')),
      'buttons', jsonb_build_array(jsonb_build_array(
        jsonb_build_object('text', 'button-reply', 'data', format('reply:%s', p_ticket.id)),
        jsonb_build_object('text', 'button-close', 'data', 'close')
      ))
    );
  end if;
  return jsonb_build_object(
    'text', 'support-is-closed',
    'args', jsonb_build_object('ticket', p_ticket.id, 'by', coalesce(p_ticket.closed_by, 'nobody'))
  );
end
$$;
comment on function support.shown_closed(support.tickets, boolean) is
  'Returns how the end of a ticket is told, see support.prepare_post: to its user (p_to_user), or to support.';
