create or replace function support.erase(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update support.tickets as t
  set closed_at = app.now(), closed_by = 'user', waits_since = null, changed_at = app.now()
  where t.user_id = p_user_id and t.closed_at is null;
  delete from support.posts as p
  using support.tickets as t
  where t.id = p.ticket_id and t.user_id = p_user_id;
  delete from support.company_requests as r where r.user_id = p_user_id;
  update support.messages as m
  set body = null, chat_id = null, message_id = null
  from support.tickets as t
  where t.id = m.ticket_id and t.user_id = p_user_id;
end
$$;
comment on function support.erase(bigint) is
  'Closes the ticket of a user and erases what was written in all of his, and where; deletes what he asked for his company.';
