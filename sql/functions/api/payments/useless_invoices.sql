create or replace function api.useless_invoices(p_telegram_id bigint) returns table (message_id bigint)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select m.message_id from billing.useless_invoices(app.user_of(p_telegram_id)) as m (message_id)
$$;
comment on function api.useless_invoices(bigint) is 'See billing.useless_invoices. Raises TK010 for an unknown user.';
