-- It arrives as any ticket does, and is answered in the same way. What it says needs no words of ours, so that each
-- admin reads it whatever his language is.
create or replace function api.send_company_request(p_telegram_id bigint, p_request uuid, p_message_id bigint)
returns table (outcome text, ticket_id bigint, is_read boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_draft support.company_requests;
begin
  is_read := support.is_read();
  perform from app.users as u where u.id = v_user_id for no key update;
  select 'sent', m.ticket_id into outcome, ticket_id from support.messages as m where m.request = p_request;
  if found then
    return next;
    return;
  end if;
  select r.* into v_draft from support.company_requests as r where r.user_id = v_user_id and r.status = 'draft';
  outcome := coalesce(
    support.company_refused(v_user_id),
    case when num_nonnulls(v_draft.company, v_draft.people, v_draft.contact, v_draft.comment) < 4 then 'incomplete' end
  );
  if outcome is null then
    select w.outcome, w.ticket_id into outcome, ticket_id
    from support.write(
      v_user_id, 'company', p_request, p_telegram_id, p_message_id, 'text',
      concat_ws(
        E'\n', '🏢 ' || v_draft.company, '👥 ' || v_draft.people, '✉️ ' || v_draft.contact, nullif(v_draft.comment, '')
      )
    ) as w;
  end if;
  if ticket_id is not null then
    update support.company_requests as r
    set status = 'new', sent_at = app.now(), ticket_id = send_company_request.ticket_id
    where r.id = v_draft.id;
    perform app.record(
      format('user:%s', v_user_id), 'company_request.sent', 'company_request', v_draft.id, null, null
    );
    outcome := 'sent';
  end if;
  return next;
end
$$;
comment on function api.send_company_request(bigint, uuid, bigint) is
  'Sends the form of a user''s company to support, as a message of his ticket. p_request: a repeated one sends nothing again; p_message_id: of the screen that showed it. outcome: sent (ticket_id), incomplete, too_many or switched_off; is_read: see api.write_ticket. Raises TK010 for an unknown user.';
