-- A text goes below a line that says whose it is. Files, and texts that leave no room for the line, are copied. What
-- was edited has a pencil.
create or replace function support.shown(p_message support.messages, p_ticket support.tickets, p_post text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object(
    'text', case p_post
      when 'answer' then 'support-answer'
      when 'answered' then 'support-answered'
      else 'support-message'
    end,
    'args', jsonb_build_object('ticket', p_ticket.id, 'user', p_ticket.user_id, 'kind', p_message.kind),
    'body', case when p_message.corrects is null then '' else '✏️ ' end || p_message.body,
    'buttons', case
      when p_post = 'answer' then jsonb_build_array(
        jsonb_build_array(
          jsonb_build_object('text', 'button-reply', 'data', format('reply:%s', p_ticket.id)),
          jsonb_build_object('text', 'button-solved', 'data', format('solved:%s', p_ticket.id))
        ),
        '[{"text": "button-close", "data": "close"}]'::jsonb
      )
    end
  ) || case
    when p_message.kind <> 'text' or length(p_message.body) > 1900 then jsonb_build_object(
      'copy', jsonb_build_object('chat_id', p_message.chat_id, 'message_id', p_message.message_id)
    )
    else '{}'
  end;
end
$$;
comment on function support.shown(support.messages, support.tickets, text) is
  'Returns how a message of a ticket is shown, see support.prepare_post. p_post: message (of the user, to support), answer (to the user) or answered (to other chats of support).';
