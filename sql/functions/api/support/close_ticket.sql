create or replace function api.close_ticket(p_telegram_id bigint, p_ticket_id bigint) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  if not exists (select from support.tickets as t where t.id = p_ticket_id and t.user_id = v_user_id) then
    return query select 'unknown'::text;
  else
    return query select support.close(p_ticket_id, 'user', format('user:%s', v_user_id));
  end if;
end
$$;
comment on function api.close_ticket(bigint, bigint) is
  'A user''s problem is solved. outcome: closed, already_closed, or unknown (no ticket of his). Raises TK010 for an unknown user.';
