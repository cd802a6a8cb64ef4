create or replace function api.restart_company_request(p_telegram_id bigint) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from support.company_requests as r where r.user_id = app.user_of(p_telegram_id) and r.status = 'draft'
$$;
comment on function api.restart_company_request(bigint) is
  'Empties the form of a user''s company that was not sent yet. Raises TK010 for an unknown user.';
