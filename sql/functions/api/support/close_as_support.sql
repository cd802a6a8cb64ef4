create or replace function api.close_as_support(p_chat_id bigint, p_telegram_id bigint, p_ticket_id bigint)
returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor constant text := coalesce(
    (select format('admin:%s', i.user_id) from app.telegram_identities as i where i.telegram_id = p_telegram_id),
    'system'
  );
begin
  if not support.may_answer(p_chat_id)
    or not exists (select from support.tickets as t where t.id = p_ticket_id) then
    return query select 'unknown'::text;
  else
    return query select support.close(p_ticket_id, 'support', v_actor);
  end if;
end
$$;
comment on function api.close_as_support(bigint, bigint, bigint) is
  'Closes a ticket from a chat of support; p_telegram_id: who did it. outcome: closed, already_closed, or unknown (no such ticket, or no chat of support).';
